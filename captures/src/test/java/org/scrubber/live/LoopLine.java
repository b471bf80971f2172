package org.scrubber.live;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.LineCount;
import org.scrubber.io.Offload;
import org.scrubber.io.PacketLine;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/**
 * A line in memory: what is put in on one side, and what came out on which. Frames may be put in by
 * any thread.
 */
final class LoopLine implements PacketLine {
  private static final int SLOT_BYTES = 2_048;

  /** A frame, and the side that it enters or leaves by. */
  record Crossing(int side, byte[] frame) {}

  final List<Crossing> sent = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Crossing> waiting = new ConcurrentLinkedQueue<>();
  private final Arena arena = Arena.ofShared();
  private final long slots = arena.allocate((long) PacketBatch.MAX_CAPACITY * SLOT_BYTES).address();
  private final long[][] counts = new long[2][LineCount.values().length];
  private boolean polled;
  private volatile IOException gone;
  int flushes;

  /** What stands in for the kernel's own verdicts, or null. */
  @Nullable MemoryOffload offload;

  /** Makes the next turn take so long. */
  volatile long hangForNs;

  /** Lets a frame come in. */
  void arrive(int side, byte[] frame) {
    waiting.add(new Crossing(side, frame));
  }

  /** Raises a counter, for tests of those who read it. */
  void add(int side, LineCount count, long by) {
    counts[side][count.ordinal()] += by;
  }

  /** Takes an interface away: the next poll fails. */
  void lose(String message) {
    gone = new IOException(message);
  }

  /** Returns the frames that left by a side. */
  List<byte[]> sentBy(int side) {
    synchronized (sent) {
      return sent.stream().filter(one -> one.side() == side).map(Crossing::frame).toList();
    }
  }

  @Override
  public int poll(PacketBatch batch, long nowNs) throws IOException {
    long untilNs = System.nanoTime() + hangForNs;
    hangForNs = 0;
    while (System.nanoTime() < untilNs) {
      LockSupport.parkNanos(1_000_000);
    }
    assert !polled : "the batch before was not completed";
    if (gone != null) {
      throw gone;
    }
    int count = 0;
    while (count < batch.capacity && !waiting.isEmpty()) {
      Crossing one = waiting.remove();
      if (offload != null && offload.decides(one)) {
        continue;
      }
      long slot = slots + (long) count * SLOT_BYTES;
      Memory.copy(one.frame(), 0, slot, one.frame().length);
      batch.frameAddress[count] = slot;
      batch.capturedLength[count] = one.frame().length;
      batch.wireLength[count] = one.frame().length;
      batch.timestampNs[count] = nowNs;
      batch.interfaceId[count] = one.side();
      batch.linkType[count] = LinkType.ETHERNET;
      counts[one.side()][LineCount.RECEIVED.ordinal()]++;
      count++;
    }
    batch.size = count;
    polled = count > 0;
    return count;
  }

  @Override
  public void complete(PacketBatch batch) {
    assert polled : "nothing was polled";
    polled = false;
    for (int i = 0; i < batch.size; i++) {
      if (batch.verdict[i] == Verdict.PASS_CODE || batch.monitored[i]) {
        send(
            OUTSIDE + INSIDE - batch.interfaceId[i],
            batch.frameAddress[i],
            batch.capturedLength[i]);
      }
    }
    batch.size = 0; // As lines do that take their frames back.
  }

  @Override
  public boolean send(int side, long frameAddress, int lengthBytes) {
    byte[] frame = new byte[lengthBytes];
    Memory.copy(frameAddress, frame, 0, lengthBytes);
    sent.add(new Crossing(side, frame));
    counts[side][LineCount.SENT.ordinal()]++;
    return true;
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public void await(long timeoutNs) {
    LockSupport.parkNanos(Math.min(timeoutNs, 1_000_000));
  }

  @Override
  public void standAside(boolean aside) {
    // The wire does.
  }

  @Override
  public long count(int side, LineCount count) {
    return counts[side][count.ordinal()];
  }

  @Override
  public @Nullable Offload offload() {
    return offload;
  }

  @Override
  public void close() {
    arena.close();
  }
}
