package org.scrubber.captures.tcp;

import org.scrubber.wire.Memory;

/** Writes the TCP segment that a challenge is, as far as a client looks at it. */
final class Segment {
  static final int BYTES = 54;

  private Segment() {}

  static void write(long address, int flags, int sequence, int acknowledgement) {
    for (int k = 0; k < BYTES; k++) {
      Memory.putU8(address + k, 0);
    }
    Memory.putU16(address + 12, 0x0800);
    Memory.putI32(address + 14, 0x4500_0028);
    Memory.putU8(address + 22, 64);
    Memory.putU8(address + 23, 6);
    Memory.putI32(address + 26, 0xC612_000A);
    Memory.putI32(address + 30, 0x0B00_0506);
    Memory.putI32(address + 34, 443 << 16 | 51_000);
    Memory.putI32(address + 38, sequence);
    Memory.putI32(address + 42, acknowledgement);
    Memory.putU8(address + 46, 0x50);
    Memory.putU8(address + 47, flags);
  }
}
