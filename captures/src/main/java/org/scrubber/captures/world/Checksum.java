package org.scrubber.captures.world;

import org.scrubber.wire.Memory;

/** The ones' complement checksum of RFC 1071, over memory. */
final class Checksum {
  private Checksum() {}

  /** Returns the unfolded sum of 16-bit words; an odd last byte counts as the upper half. */
  static long sum(long address, int length) {
    long sum = 0;
    int offset = 0;
    for (; offset + 4 <= length; offset += 4) {
      sum += Memory.u32(address + offset);
    }
    if (offset + 2 <= length) {
      sum += Memory.u16(address + offset);
      offset += 2;
    }
    return offset < length ? sum + (Memory.u8(address + offset) << 8) : sum;
  }

  /** Folds a sum and complements it. */
  static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) ~folded & 0xffff;
  }
}
