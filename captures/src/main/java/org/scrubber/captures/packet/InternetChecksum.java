package org.scrubber.captures.packet;

/** The ones' complement checksum of RFC 1071, written for clarity. */
final class InternetChecksum {
  private InternetChecksum() {}

  /** Returns the checksum over {@code bytes}. */
  static int of(byte[] bytes) {
    return fold(sum(bytes));
  }

  /**
   * Returns the checksum over pseudo header and segment.
   *
   * @param addresses source and target, 8 or 32 bytes, or none for no pseudo header
   */
  static int of(byte[] addresses, int protocol, byte[] segment) {
    long sum = sum(addresses) + sum(segment);
    if (addresses.length > 0) {
      sum += protocol + segment.length;
    }
    return fold(sum);
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (i & 1) == 0 ? (bytes[i] & 0xFF) << 8 : bytes[i] & 0xFF;
    }
    return sum;
  }

  private static int fold(long sum) {
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) ~sum & 0xFFFF;
  }
}
