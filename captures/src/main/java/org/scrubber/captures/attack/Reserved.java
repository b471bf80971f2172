package org.scrubber.captures.attack;

/**
 * IPv4 space from which nothing can come: private, shared, link-local, documentation, benchmarking,
 * multicast and reserved; 13.8 % of all.
 */
final class Reserved {
  private Reserved() {}

  /** Tells whether an address lies in it. */
  static boolean contains(long address) {
    int first = (int) (address >>> 24);
    int second = (int) (address >>> 16) & 0xff;
    return switch (first) {
      case 0, 10, 127 -> true;
      case 100 -> (second & 0xc0) == 64;
      case 169 -> second == 254;
      case 172 -> (second & 0xf0) == 16;
      case 192 -> second == 168 || address >>> 8 == 0xC0_0000 || address >>> 8 == 0xC0_0002;
      case 198 -> (second & 0xfe) == 18 || address >>> 8 == 0xC6_3364;
      case 203 -> address >>> 8 == 0xCB_0071;
      default -> first >= 224;
    };
  }
}
