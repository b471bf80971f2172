package org.scrubber.live.rehearsal;

import org.scrubber.batch.PacketBatch;
import org.scrubber.io.Offload;
import org.scrubber.io.OffloadScope;

/**
 * A table of settled verdicts for rehearsals: it takes entries as the kernel's does, and whenever
 * it is asked, each has decided one packet more. Allocation-free; one thread.
 */
final class RehearsalTable implements Offload {
  private static final int CAPACITY = 256;
  private static final int PACKET_BYTES = 100;

  private final int[] free = new int[CAPACITY];
  private final long[] packets = new long[CAPACITY];
  private int freeCount;

  RehearsalTable() {
    for (int slot = CAPACITY - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  private int put() {
    if (freeCount == 0) {
      return NONE;
    }
    int slot = free[--freeCount];
    packets[slot] = 0;
    return slot;
  }

  @Override
  public int drop(
      OffloadScope scope, PacketBatch batch, int packet, long ttlNs, boolean turningPointsToo) {
    return put();
  }

  @Override
  public int pass(PacketBatch batch, int packet, long ttlNs) {
    return put();
  }

  @Override
  public void extend(int slot, long ttlNs) {
    packets[slot]++;
  }

  @Override
  public void remove(int slot) {
    free[freeCount++] = slot;
  }

  @Override
  public long packets(int slot) {
    return ++packets[slot];
  }

  @Override
  public long bytes(int slot) {
    return packets[slot] * PACKET_BYTES;
  }

  @Override
  public long crossed() {
    return 0;
  }

  @Override
  public long crossedBytes() {
    return 0;
  }

  @Override
  public boolean sendsOn(int side) {
    return true;
  }

  @Override
  public int firstSlot() {
    return 0;
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }
}
