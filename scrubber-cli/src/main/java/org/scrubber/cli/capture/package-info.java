/**
 * The commands that watch an interface through libpcap, and say which there are. What of them needs
 * JNA is {@code io.pcap4j}, which no other command touches.
 */
package org.scrubber.cli.capture;
