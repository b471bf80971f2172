package org.scrubber.captures.bench;

import java.util.Locale;

/** How frames lie in memory. */
public enum FrameLayout {
  /** One beside the other, a cache line each (IPv6: two): all of a pass, read from memory. */
  PACKED,
  /**
   * In slots of 2 KiB, 4,096 of them used again and again, as an XDP socket's memory is; freshly
   * written, as by a NIC that writes into the cache.
   */
  SLOTS;

  /** Slots that go round. */
  static final int SLOT_COUNT = 4_096;

  private static final int SLOT_BYTES = 2_048;
  private static final int LINE_BYTES = 64;

  /** Returns the name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the bytes from one frame to the next. */
  int strideBytes(Kind kind) {
    return this == SLOTS ? SLOT_BYTES : kind.isHalfIpv6() ? 2 * LINE_BYTES : LINE_BYTES;
  }

  /** Returns how many frames are in memory at a time, of a pass of so many packets. */
  int places(int passPackets) {
    return this == SLOTS ? Math.min(SLOT_COUNT, passPackets) : passPackets;
  }
}
