package org.scrubber.io.pcap4j;

/**
 * What to capture.
 *
 * @param interfaceName name of an interface, or {@code any}
 * @param filter expression of pcap-filter(7); blank for all packets
 * @param snapLengthBytes bytes of a packet that are kept at most, 1 to {@link #MAX_SNAP_LENGTH}
 * @param promiscuous whether packets for other stations are wanted, where the interface sees them
 * @param bufferBytes room in the kernel for packets that were not read yet
 * @param maxPackets packets after which the capture ends; 0 for no such end
 * @param durationNs time after which it ends; 0 for no such end
 */
public record CaptureSettings(
    String interfaceName,
    String filter,
    int snapLengthBytes,
    boolean promiscuous,
    int bufferBytes,
    long maxPackets,
    long durationNs) {
  /** Most bytes of a packet: no more comes out of Linux in one piece. */
  public static final int MAX_SNAP_LENGTH = 262_144;

  /** Room in the kernel unless told otherwise: 64 MiB, a second of a flood of 500 Mbit/s. */
  public static final int DEFAULT_BUFFER_BYTES = 64 << 20;

  /** Returns settings by which everything on an interface is captured until somebody ends it. */
  public static CaptureSettings all(String interfaceName) {
    return new CaptureSettings(
        interfaceName, "", MAX_SNAP_LENGTH, true, DEFAULT_BUFFER_BYTES, 0, 0);
  }
}
