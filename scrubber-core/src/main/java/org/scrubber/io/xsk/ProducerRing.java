package org.scrubber.io.xsk;

import org.scrubber.wire.Memory;

/**
 * A ring that we write and the kernel reads: fill ring or transmit ring. What is put becomes
 * visible by {@link #publish}.
 */
public final class ProducerRing {
  /** Flag of a ring: the kernel waits for a call before it looks. */
  public static final int NEED_WAKEUP = 1;

  private final long producer;
  private final long consumer;
  private final long flags;
  private final long entries;
  private final int size;
  private final int mask;
  private int next;
  private int known;

  /**
   * Looks at a ring in memory.
   *
   * @param size entries, a power of two
   */
  public ProducerRing(long producer, long consumer, long flags, long entries, int size) {
    assert Integer.bitCount(size) == 1 : size;
    this.producer = producer;
    this.consumer = consumer;
    this.flags = flags;
    this.entries = entries;
    this.size = size;
    mask = size - 1;
    next = Memory.acquireI32Le(producer);
    known = Memory.acquireI32Le(consumer);
  }

  /** Returns how many entries can be put; asks the kernel only when that seems to be less. */
  public int room(int wanted) {
    int room = size - (next - known);
    if (room < wanted) {
      known = Memory.acquireI32Le(consumer);
      room = size - (next - known);
    }
    return room;
  }

  /** Puts a frame into a fill ring; there must be room. */
  public void put(long address) {
    Memory.putI64Le(entries + (long) (next & mask) * 8, address);
    next++;
  }

  /** Puts a part of a packet into a transmit ring; there must be room. */
  public void put(long address, int lengthBytes, int options) {
    long entry = entries + (long) (next & mask) * 16;
    Memory.putI64Le(entry, address);
    Memory.putI32Le(entry + 8, lengthBytes);
    Memory.putI32Le(entry + 12, options);
    next++;
  }

  /** Shows the kernel what was put. */
  public void publish() {
    Memory.releaseI32Le(producer, next);
  }

  /** Returns how many entries the kernel has not taken yet. */
  public int waiting() {
    known = Memory.acquireI32Le(consumer);
    return next - known;
  }

  /** Tells whether the kernel waits for a call before it looks. */
  public boolean needsWakeup() {
    return (Memory.acquireI32Le(flags) & NEED_WAKEUP) != 0;
  }
}
