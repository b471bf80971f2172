package org.scrubber.snapshot;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Slices of state on their way from the worker that copies them to the thread that writes the file:
 * a ring of a few buffers, so that no page fault and no disk ever holds up a packet.
 *
 * <p>One producer, one consumer. When it is full, the worker goes on with its packets and tries
 * again later.
 */
public final class Slices {
  /** Bytes of a slice at most: about 10 µs of copying. */
  static final int SLICE_BYTES = 1 << 16;

  /** Slices that may be on their way. */
  static final int SLOTS = 8;

  private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
  private final long[] addresses = new long[SLOTS];
  private final long[] offsets = new long[SLOTS];
  private final long[] beganNs = new long[SLOTS];
  private final int[] lengths = new int[SLOTS];
  private final boolean[] lasts = new boolean[SLOTS];
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  /** Allocates the ring, half a MiB. */
  public Slices() {
    MemorySegment memory = Arena.ofAuto().allocate((long) SLOTS * SLICE_BYTES, 4_096);
    for (int k = 0; k < SLOTS; k++) {
      MemorySegment slot = memory.asSlice((long) k * SLICE_BYTES, SLICE_BYTES);
      addresses[k] = slot.address();
      buffers[k] = slot.asByteBuffer();
    }
  }

  /** Returns where the worker may write the next slice, or 0 when all are full. */
  long free() {
    long next = written.getPlain();
    return next - read.getAcquire() == SLOTS ? 0 : addresses[(int) (next % SLOTS)];
  }

  /**
   * Hands the slice over that was written at {@link #free}.
   *
   * @param offset of its bytes among those of all pieces; 0 begins a snapshot
   * @param sliceBeganNs when the snapshot began that it belongs to, ns since the epoch
   * @param last whether the snapshot is whole with it
   */
  void handOver(long offset, int lengthBytes, long sliceBeganNs, boolean last) {
    long next = written.getPlain();
    int slot = (int) (next % SLOTS);
    offsets[slot] = offset;
    lengths[slot] = lengthBytes;
    beganNs[slot] = sliceBeganNs;
    lasts[slot] = last;
    written.setRelease(next + 1);
  }

  /** Tells whether a slice waits; the next methods then speak of it. */
  boolean isWaiting() {
    return read.getPlain() < written.getAcquire();
  }

  /** Returns the bytes of the slice that waits. */
  ByteBuffer bytes() {
    int slot = slot();
    return buffers[slot].limit(lengths[slot]).position(0);
  }

  long offset() {
    return offsets[slot()];
  }

  long beganNs() {
    return beganNs[slot()];
  }

  boolean isLast() {
    return lasts[slot()];
  }

  /** Gives the slice's buffer back. */
  void done() {
    read.setRelease(read.getPlain() + 1);
  }

  private int slot() {
    return (int) (read.getPlain() % SLOTS);
  }
}
