package org.scrubber.captures.score.ledger;

import java.util.List;
import org.scrubber.policy.Prefix;

/**
 * Addresses that no packet from the Internet has as its source. The lab has a list of its own,
 * since the engine's is among the things that it tests.
 */
final class Reserved {
  private static final List<Prefix> V4 =
      prefixes(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final List<Prefix> V6 =
      prefixes("::/8", "fc00::/7", "fe80::/10", "ff00::/8", "3fff::/20");

  private static final int[] MASKS = new int[V4.size()];
  private static final int[] VALUES = new int[V4.size()];

  static {
    for (int k = 0; k < MASKS.length; k++) {
      MASKS[k] = -1 << 32 - V4.get(k).length();
      VALUES[k] = (int) V4.get(k).low();
    }
  }

  private Reserved() {}

  private static List<Prefix> prefixes(String... texts) {
    return java.util.Arrays.stream(texts).map(Prefix::parse).toList();
  }

  /** Tells whether the address is one; columns as in {@code PacketBatch}. */
  static boolean contains(int family, long high, long low) {
    if (family == 4) {
      int address = (int) low;
      for (int k = 0; k < MASKS.length; k++) {
        if ((address & MASKS[k]) == VALUES[k]) {
          return true;
        }
      }
      return false;
    }
    return family == 6 && V6.stream().anyMatch(prefix -> isWithin(prefix, high, low));
  }

  private static boolean isWithin(Prefix prefix, long high, long low) {
    int upper = Math.min(prefix.length(), 64);
    int lower = prefix.length() - upper;
    return (upper == 0 || (high ^ prefix.high()) >>> 64 - upper == 0)
        && (lower == 0 || (low ^ prefix.low()) >>> 64 - lower == 0);
  }
}
