package org.scrubber.io.xdp.exchange;

import org.scrubber.wire.Memory;

/**
 * Frames on their way from one worker to another: a ring of slots in shared memory, with one thread
 * that puts and one that takes. What was put is seen once it is published, and a slot is used again
 * once it is released. Nothing waits.
 */
final class FrameRing {
  /** Slots of a ring, a power of two. */
  static final int SLOTS = 1024;

  /** Most bytes of a frame. */
  static final int MAX_FRAME_BYTES = 2048 - 8;

  private static final int SLOT_BYTES = 2048;
  private static final int HEADER_BYTES = 8;
  private static final int MASK = SLOTS - 1;

  /** Counters of the two threads, far enough apart to share no cache line nor its neighbour. */
  private static final int AT_PUT = 0;

  private static final int AT_TAKEN = 256;
  private static final int AT_SLOTS = 512;

  /** Bytes of shared memory that a ring needs. */
  static final long BYTES = AT_SLOTS + (long) SLOTS * SLOT_BYTES;

  private final long base;

  /** Looks at a ring in {@link #BYTES} bytes of memory, zeros at first. */
  FrameRing(long base) {
    this.base = base;
  }

  /** Returns how many frames have ever been published, modulo 2^32. */
  int published() {
    return Memory.acquireI32Le(base + AT_PUT);
  }

  /** Returns how many frames have ever been released, modulo 2^32. */
  int released() {
    return Memory.acquireI32Le(base + AT_TAKEN);
  }

  /**
   * Copies a frame into a slot that is free.
   *
   * @param number the putter's count of frames before this one
   * @param tag 16 bits that travel with it
   */
  void put(int number, long frame, int lengthBytes, int tag) {
    assert lengthBytes <= MAX_FRAME_BYTES : lengthBytes;
    long slot = slot(number);
    Memory.putI32Le(slot, lengthBytes << 16 | tag);
    Memory.copy(frame, slot + HEADER_BYTES, lengthBytes);
  }

  /** Shows the taker all frames before this number. */
  void publish(int number) {
    Memory.releaseI32Le(base + AT_PUT, number);
  }

  /** Returns where a published frame lies until it is released. */
  long frame(int number) {
    return slot(number) + HEADER_BYTES;
  }

  /** Returns a published frame's length in bytes. */
  int lengthBytes(int number) {
    return Memory.i32Le(slot(number)) >>> 16;
  }

  /** Returns what travels with a published frame. */
  int tag(int number) {
    return Memory.i32Le(slot(number)) & 0xffff;
  }

  /** Gives the putter the slots of all frames before this number. */
  void release(int number) {
    Memory.releaseI32Le(base + AT_TAKEN, number);
  }

  private long slot(int number) {
    return base + AT_SLOTS + (long) (number & MASK) * SLOT_BYTES;
  }
}
