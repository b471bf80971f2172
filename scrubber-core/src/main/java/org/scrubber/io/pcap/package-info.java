/**
 * Capture files in and out: pcap and pcapng, mapped or streamed, with no allocation per packet.
 *
 * <p>Start at {@link org.scrubber.io.pcap.CaptureFiles}. A {@code CaptureInput} is a medium (mapped
 * file, stream), a {@code Decoder} is a format (pcap, pcapng); every pair of them works. Nothing
 * outside the cold path (opening, interfaces, warnings, commit) allocates.
 */
package org.scrubber.io.pcap;
