package org.scrubber.cli.render;

/**
 * What a report says of a live capture, beside what it says of a replay.
 *
 * @param interfaceName what was captured from
 * @param linkType LINKTYPE_ value of its frames
 * @param filter expression that packets had to match; empty for all
 * @param received packets that matched, read or not
 * @param kernelDropped of those, packets that were not read in time
 * @param interfaceDropped packets that the interface dropped before
 */
public record Captured(
    String interfaceName,
    int linkType,
    String filter,
    long received,
    long kernelDropped,
    long interfaceDropped) {
  /** Returns libpcap's counts in one line. */
  public String line() {
    // libpcap sees a packet of lo come and go, counts both, and shows one.
    String twice = interfaceName.equals("lo") ? " (on lo each packet counts twice)" : "";
    return "libpcap: %s received%s, %s dropped by the kernel, %s dropped by the interface"
        .formatted(
            Quantity.count(received),
            twice,
            Quantity.count(kernelDropped),
            Quantity.count(interfaceDropped));
  }
}
