package org.scrubber.io.xdp;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.LineCount;
import org.scrubber.io.Offload;
import org.scrubber.io.PacketLine;
import org.scrubber.io.xdp.exchange.Desk;
import org.scrubber.io.xsk.ConsumerRing;
import org.scrubber.io.xsk.PacketMemory;
import org.scrubber.io.xsk.ProducerRing;
import org.scrubber.io.xsk.XdpSocket;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/**
 * The packets of some queues of both interfaces, for one worker. A packet is received into a frame
 * of the shared packet memory and sent from the same one; nothing is copied here.
 *
 * <p>The kernel always has about three quarters of the frames to receive into. When it has none,
 * because the worker was away for too long, packets are lost and counted. A side whose link is down
 * keeps what is to be sent until its ring is full; it goes when the link is up again.
 */
public final class XdpLine implements PacketLine {
  private static final int SIDES = 2;

  /** Of a batch, the part that control traffic may take before the rest has its turn. */
  private static final int CONTROL_SHARE = 4;

  /** Of a transmit ring, the part that is kept for control traffic. */
  private static final int CONTROL_ROOM = 16;

  private static final int ETHERNET_BYTES = 14;
  private static final int MAX_TAG_BYTES = 8;

  private final PacketMemory memory;
  private final Lanes lanes;
  private final XdpQueue[] queues;
  private final XdpQueue[][] bySide = new XdpQueue[SIDES][];
  private final int[] limitBytes;
  private final int transmitEntries;
  private final int lentPerQueue;
  private final boolean busyPoll;
  private final @Nullable Offload table;
  private final @Nullable OffloadMaps offload;
  private final @Nullable Desk desk;
  private final long base;

  private final Parts parts = new Parts();
  private final Segmenter segmenter;
  private final short[] queueOf = new short[PacketBatch.MAX_CAPACITY];
  private final boolean[] isControl = new boolean[PacketBatch.MAX_CAPACITY];
  private final long[][] counts = new long[SIDES][LineCount.values().length];
  private final Readiness readiness;
  private final Presence presence;
  private int turn;
  private int sendTurn;

  /**
   * Puts a line together.
   *
   * @param queues all its queues; on each side at least one
   * @param names of the interfaces, by side
   * @param mtuBytes of the interfaces, by side
   * @param transmitEntries size of each transmit ring
   * @param table verdicts that the kernel carries out by our order, or null
   * @param offload counters of what the kernel did without us, or null
   * @param desk where packets of other workers are handed over, or null when there are none
   */
  XdpLine(
      PacketMemory memory,
      Lanes lanes,
      XdpQueue[] queues,
      String[] names,
      int[] mtuBytes,
      int transmitEntries,
      boolean busyPoll,
      @Nullable Offload table,
      @Nullable OffloadMaps offload,
      @Nullable Desk desk,
      Heartbeat.OfWorker heartbeat) {
    this.memory = memory;
    this.lanes = lanes;
    this.queues = queues;
    this.transmitEntries = transmitEntries;
    this.busyPoll = busyPoll;
    this.table = table;
    this.offload = offload;
    this.desk = desk;
    base = memory.address();
    lentPerQueue = XdpQueue.lent(memory.frames(), queues.length);
    int more = ETHERNET_BYTES + MAX_TAG_BYTES;
    limitBytes = new int[] {mtuBytes[OUTSIDE] + more, mtuBytes[INSIDE] + more};
    segmenter = new Segmenter(memory, parts);
    for (int side = 0; side < SIDES; side++) {
      int wanted = side;
      bySide[side] =
          Arrays.stream(queues).filter(queue -> queue.side == wanted).toArray(XdpQueue[]::new);
    }
    readiness = new Readiness(queues, desk);
    presence = new Presence(bySide, names, heartbeat);
    refill();
  }

  @Override
  public int poll(PacketBatch batch, long nowNs) throws IOException {
    presence.check(nowNs, counts);
    reap();
    refill();
    parts.clear();
    int capacity = batch.capacity;
    int count = queues.length;
    int size = receiveControl(batch, Math.max(1, capacity / CONTROL_SHARE));
    size = adopt(batch, size, size + (capacity - size) / 2);
    for (int k = 0; k < count; k++) {
      int queue = (turn + k) % count;
      int end = size + (capacity - size) / (count - k);
      size = receive(batch, size, end, queue, queues[queue].data, false);
    }
    turn = (turn + 1) % count;
    for (int k = 0; k < count && size < capacity; k++) {
      int queue = (turn + k) % count;
      size = receive(batch, size, capacity, queue, queues[queue].data, false);
    }
    size = adopt(batch, size, capacity);
    if (desk != null) {
      desk.publish();
    }
    batch.size = size;
    if (size == 0 && busyPoll) {
      look();
    }
    stamp(batch, nowNs);
    return size;
  }

  private int receiveControl(PacketBatch batch, int most) {
    int size = 0;
    for (int k = 0, count = queues.length; k < count; k++) {
      int queue = (turn + k) % count;
      int end = size + (most - size) / (count - k);
      size = receive(batch, size, Math.max(end, size), queue, queues[queue].control, true);
    }
    return size;
  }

  private static void stamp(PacketBatch batch, long nowNs) {
    for (int i = 0; i < batch.size; i++) {
      batch.timestampNs[i] = nowNs;
      batch.linkType[i] = LinkType.ETHERNET;
    }
  }

  /** Adds packets of a ring to the batch, until that has {@code end}. */
  private int receive(
      PacketBatch batch, int from, int end, int queue, ConsumerRing ring, boolean control) {
    int available = ring.available();
    int size = from;
    int used = 0;
    int side = queues[queue].side;
    Desk others = desk;
    // Bounds the turn also when all of it belongs to others.
    int most = Math.min(available, batch.capacity);
    while (used < most && size < end) {
      int count = Parts.at(ring, used, available);
      if (count == 0 || !parts.hasRoom(count)) {
        break;
      }
      long offset = ring.address(used);
      if (others != null
          && count == 1
          && others.gives(base + offset, ring.lengthBytes(used), side, control)) {
        memory.give(offset);
        used++;
        continue;
      }
      int wireBytes = 0;
      for (int k = used; k < used + count; k++) {
        int partBytes = ring.lengthBytes(k);
        parts.add(ring.address(k), partBytes);
        wireBytes += partBytes;
      }
      parts.endPacket();
      enter(batch, size, offset, ring.lengthBytes(used), wireBytes, side);
      queueOf[size] = (short) queue;
      isControl[size] = control;
      used += count;
      size++;
    }
    if (used > 0) {
      ring.release(used);
      queues[queue].lent -= used;
      counts[side][LineCount.RECEIVED.ordinal()] += size - from;
    }
    return size;
  }

  private void enter(
      PacketBatch batch, int i, long offset, int capturedBytes, int wireBytes, int side) {
    batch.frameAddress[i] = base + offset;
    batch.capturedLength[i] = capturedBytes;
    batch.wireLength[i] = wireBytes;
    batch.interfaceId[i] = side;
  }

  /** Adds packets that other workers have received for this one. */
  private int adopt(PacketBatch batch, int from, int end) {
    Desk others = desk;
    int size = from;
    while (others != null
        && size < end
        && memory.freeFrames() > 0
        && parts.hasRoom(1)
        && others.hasNext()) {
      int lengthBytes = others.nextLengthBytes();
      int side = others.nextSide();
      long offset = memory.take() + PacketMemory.HEADROOM_BYTES;
      Memory.copy(others.next(), base + offset, lengthBytes);
      parts.add(offset, lengthBytes);
      parts.endPacket();
      enter(batch, size, offset, lengthBytes, lengthBytes, side);
      queueOf[size] = 0;
      isControl[size] = others.nextIsControl();
      others.release();
      counts[side][LineCount.RECEIVED.ordinal()]++;
      size++;
    }
    return size;
  }

  @Override
  public void complete(PacketBatch batch) {
    byte[] verdict = batch.verdict;
    boolean[] monitored = batch.monitored;
    for (int i = 0; i < batch.size; i++) {
      if (verdict[i] == Verdict.PASS_CODE || monitored[i]) {
        forward(batch, i);
      } else {
        parts.free(i, memory);
      }
    }
    batch.size = 0;
    for (int k = 0; k < queues.length; k++) {
      queues[k].transmit.publish();
    }
  }

  private void forward(PacketBatch batch, int i) {
    int side = SIDES - 1 - batch.interfaceId[i];
    XdpQueue[] others = bySide[side];
    ProducerRing ring = others[queueOf[i] % others.length].transmit;
    if (batch.wireLength[i] > limitBytes[side]) {
      cut(batch, i, side, ring);
      return;
    }
    int first = parts.first(i);
    int end = parts.end(i);
    int needed = end - first + (isControl[i] ? 0 : transmitEntries / CONTROL_ROOM);
    if (ring.room(needed) < needed) {
      lose(i, side);
      return;
    }
    if (PartialChecksum.finish(batch, i, parts, base)) {
      counts[batch.interfaceId[i]][LineCount.CHECKSUM_FINISHED.ordinal()]++;
    }
    if (end - first == 1) {
      // A worker may have moved or shortened it within its frame.
      ring.put(batch.frameAddress[i] - base, batch.capturedLength[i], 0);
    } else {
      for (int part = first; part < end; part++) {
        int options = part + 1 < end ? XdpSocket.CONTINUES : 0;
        ring.put(parts.offset(part), parts.lengthBytes(part), options);
      }
    }
    counts[side][LineCount.SENT.ordinal()]++;
  }

  /** Sends a packet that is too large for the other side in segments, where that can be done. */
  private void cut(PacketBatch batch, int i, int side, ProducerRing ring) {
    // The limit leaves room for two tags, which most packets do not have.
    int tags = Math.max(0, batch.networkOffset[i] - ETHERNET_BYTES);
    int limit = limitBytes[side] - MAX_TAG_BYTES + Math.min(tags, MAX_TAG_BYTES);
    int segments = segmenter.segments(batch, i, limit);
    int needed = segments + transmitEntries / CONTROL_ROOM;
    if (segments == 0 || memory.freeFrames() < segments || ring.room(needed) < needed) {
      lose(i, side);
      return;
    }
    segmenter.cut(batch, i, limit, ring);
    counts[batch.interfaceId[i]][LineCount.CHECKSUM_FINISHED.ordinal()]++;
    counts[side][LineCount.SENT.ordinal()] += segments;
    parts.free(i, memory);
  }

  private void lose(int i, int side) {
    counts[side][LineCount.SEND_LOST.ordinal()]++;
    parts.free(i, memory);
  }

  @Override
  public boolean send(int side, long frameAddress, int lengthBytes) {
    assert lengthBytes <= PacketMemory.FRAME_BYTES - PacketMemory.HEADROOM_BYTES : lengthBytes;
    XdpQueue[] own = bySide[side];
    ProducerRing ring = own[sendTurn++ % own.length].transmit;
    int reserved = transmitEntries / CONTROL_ROOM;
    if (memory.freeFrames() == 0 || ring.room(1 + reserved) < 1 + reserved) {
      counts[side][LineCount.SEND_LOST.ordinal()]++;
      return false;
    }
    long offset = memory.take() + PacketMemory.HEADROOM_BYTES;
    Memory.copy(frameAddress, base + offset, lengthBytes);
    ring.put(offset, lengthBytes, 0);
    counts[side][LineCount.SENT.ordinal()]++;
    return true;
  }

  @Override
  public void flush() {
    for (int k = 0; k < queues.length; k++) {
      ProducerRing ring = queues[k].transmit;
      ring.publish();
      if (ring.waiting() > 0 && ring.needsWakeup()) {
        queues[k].wake();
      }
    }
  }

  @Override
  public void await(long timeoutNs) {
    readiness.await(timeoutNs);
  }

  /** Shuts or opens the lanes of this line's queues; what has come in already is still judged. */
  @Override
  public void standAside(boolean aside) throws IOException {
    if (aside) {
      lanes.shut();
    } else {
      lanes.open();
    }
  }

  @Override
  public long count(int side, LineCount count) {
    return switch (count) {
      case OFFLOAD_PASSED -> offload == null ? 0 : offload.total(side, OffloadMaps.PASSED);
      case OFFLOAD_DROPPED -> offload == null ? 0 : offload.total(side, OffloadMaps.DROPPED);
      case HANDED_OVER -> desk == null ? 0 : desk.handedOver(side);
      case RECEIVE_LOST -> counts[side][count.ordinal()] + (desk == null ? 0 : desk.lost(side));
      default -> counts[side][count.ordinal()];
    };
  }

  @Override
  public @Nullable Offload offload() {
    return table;
  }

  private void reap() {
    for (int k = 0; k < queues.length; k++) {
      queues[k].reap(memory);
    }
  }

  /** Lends the kernel frames to receive into. */
  private void refill() {
    for (int k = 0; k < queues.length; k++) {
      XdpQueue queue = queues[k];
      int missing = Math.min(lentPerQueue - queue.lent, memory.freeFrames());
      missing = missing <= 0 ? 0 : Math.min(missing, queue.fill.room(missing));
      for (int frame = 0; frame < missing; frame++) {
        queue.fill.put(memory.take());
      }
      if (missing > 0) {
        queue.lent += missing;
        queue.fill.publish();
      }
    }
  }

  private void look() {
    for (int k = 0; k < queues.length; k++) {
      queues[k].socket.look();
    }
  }

  @Override
  public void close() {
    lanes.forget();
    for (XdpQueue queue : queues) {
      queue.close();
    }
    memory.close();
  }
}
