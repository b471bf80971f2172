/**
 * Packets of an interface through libpcap, and filters in its language; the only package that knows
 * pcap4j. For watching, from any machine that has libpcap: what forwards has {@code io.xdp} and
 * {@code io.afpacket}.
 *
 * <p>Start at {@link org.scrubber.io.pcap4j.LiveCapture}. Each packet is copied twice, and costs
 * some 160 bytes of garbage beside its content. JNA loads with the first call, never before.
 */
@NullMarked
package org.scrubber.io.pcap4j;

import org.jspecify.annotations.NullMarked;
