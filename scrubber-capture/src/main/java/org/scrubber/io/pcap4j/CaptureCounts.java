package org.scrubber.io.pcap4j;

/**
 * What libpcap says of a capture as a whole.
 *
 * @param received packets that passed the filter, read or not
 * @param kernelDropped of those, packets that found no room in the kernel's buffer
 * @param interfaceDropped packets that the interface dropped before anybody could see them; 0 where
 *     the driver does not say
 */
public record CaptureCounts(long received, long kernelDropped, long interfaceDropped) {
  /** Of a capture that has not begun. */
  public static final CaptureCounts NONE = new CaptureCounts(0, 0, 0);
}
