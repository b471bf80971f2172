package org.scrubber.io.xsk;

import org.scrubber.wire.Memory;

/**
 * A ring that the kernel writes and we read: receive ring or completion ring. Entries are counted
 * from the oldest that has not been released.
 */
public final class ConsumerRing {
  private final long producer;
  private final long consumer;
  private final long entries;
  private final int mask;
  private int next;

  /**
   * Looks at a ring in memory.
   *
   * @param size entries, a power of two
   */
  public ConsumerRing(long producer, long consumer, long entries, int size) {
    assert Integer.bitCount(size) == 1 : size;
    this.producer = producer;
    this.consumer = consumer;
    this.entries = entries;
    mask = size - 1;
    next = Memory.acquireI32Le(consumer);
  }

  /** Returns how many entries can be read. */
  public int available() {
    return Memory.acquireI32Le(producer) - next;
  }

  /** Returns the frame of a completion ring's entry. */
  public long completed(int index) {
    return Memory.i64Le(entries + (long) (next + index & mask) * 8);
  }

  /** Returns where a received part begins, as an offset in the packet memory. */
  public long address(int index) {
    return Memory.i64Le(entries + (long) (next + index & mask) * 16);
  }

  /** Returns a received part's length in bytes. */
  public int lengthBytes(int index) {
    return Memory.i32Le(entries + (long) (next + index & mask) * 16 + 8);
  }

  /** Returns a received part's options. */
  public int options(int index) {
    return Memory.i32Le(entries + (long) (next + index & mask) * 16 + 12);
  }

  /** Gives the oldest {@code count} entries back. */
  public void release(int count) {
    next += count;
    Memory.releaseI32Le(consumer, next);
  }
}
