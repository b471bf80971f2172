package org.scrubber.io.afpacket;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Instant;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.LinuxException;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.Memory;

/**
 * A bump in the wire on packet sockets: for drivers and kernels where XDP is not to be had.
 *
 * <p>Each interface has two {@link PacketRing}s, one of control traffic alone, and a {@link
 * SendQueue}. Packets are sent from where they were received. An {@link Ingress} keeps the kernel
 * from handling them as well; while the line stands aside it is off, and what comes in then is not
 * handed out. Nor is what went past because the worker gave no sign of life. For one worker: there
 * is one ring a side, whatever queues the card has.
 */
public final class PacketSocketLine implements PacketLine {
  /** Least and usual memory of a side's ring of packets, bytes. */
  public static final int DEFAULT_RING_BYTES = 128 * PacketRing.BLOCK_BYTES;

  private static final int SIDES = 2;
  private static final int LANES = 2;
  private static final int CONTROL = 0;
  private static final int DATA = 1;
  private static final int CONTROL_BLOCKS = 16;
  private static final int REPLIES = PacketBatch.MAX_CAPACITY;
  private static final int SEND_CAPACITY = PacketBatch.MAX_CAPACITY + REPLIES;
  private static final int WARM_CALLS = 40_000;
  private static final int CLOSED = -1;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LATE_NS = 250_000_000;

  private final String[] names;
  private final PacketRing[] rings = new PacketRing[SIDES * LANES];
  private final SendQueue[] queues = new SendQueue[SIDES];
  private final Ingress ingress;
  private final WentPast wentPast;
  private final Arena arena = Arena.ofShared();
  private final long waiting =
      arena.allocate((long) SIDES * LANES * Sockets.POLLFD_BYTES, 8).address();
  private final long timeout = arena.allocate(16, 8).address();

  private final long[] received = new long[SIDES];
  private long nowNs;
  private int turn;
  private boolean doubtful;
  private boolean closed;

  /** Whether the worker was away, and has not taken all yet that came in meanwhile. */
  private boolean catchingUp;

  // What came in between these times the kernel has handled; written by whoever calls standAside.
  private volatile long passedFromNs;
  private volatile long passedUntilNs = NEVER;

  private PacketSocketLine(String outside, String inside, Ingress ingress) {
    names = new String[] {outside, inside};
    this.ingress = ingress;
    wentPast = new WentPast(ingress, rings);
  }

  /**
   * Opens a line between two interfaces of the calling thread's network namespace, and takes their
   * packets from the kernel. Needs CAP_NET_RAW and CAP_NET_ADMIN, and nftables.
   *
   * @param ringBytes memory for packets that wait, each side; rounded up to blocks of 128 KiB
   * @throws IOException when an interface does not exist or the kernel refuses; nothing is left
   *     behind then
   */
  public static PacketSocketLine open(String outside, String inside, int ringBytes)
      throws IOException {
    int[] links = {index(outside), index(inside)};
    return open(
        links, Ingress.open(links, new String[] {outside, inside}), outside, inside, ringBytes);
  }

  /** Opens a line as above, with an ingress that becomes the line's own. */
  static PacketSocketLine open(
      int[] links, Ingress ingress, String outside, String inside, int ringBytes)
      throws IOException {
    int blocks = Math.max(2, Math.ceilDiv(ringBytes, PacketRing.BLOCK_BYTES));
    PacketSocketLine line = new PacketSocketLine(outside, inside, ingress);
    try {
      for (int side = 0; side < SIDES; side++) {
        String name = line.names[side];
        line.queues[side] = new SendQueue(name, links[side], SEND_CAPACITY, REPLIES);
        line.rings[CONTROL * SIDES + side] =
            new PacketRing(name, links[side], true, CONTROL_BLOCKS);
        line.rings[DATA * SIDES + side] = new PacketRing(name, links[side], false, blocks);
      }
      for (int k = 0; k < line.rings.length; k++) {
        long entry = line.waiting + (long) k * Sockets.POLLFD_BYTES;
        Memory.putI32Le(entry, line.rings[k].socket().fd());
        Memory.putU16Le(entry + 4, Sockets.POLLIN);
        line.rings[k].start();
      }
      line.wentPast.begin();
      line.standAside(false);
      return line;
    } catch (IOException | RuntimeException failure) {
      line.close();
      throw failure;
    }
  }

  private static int index(String name) throws IOException {
    return LinuxException.check("interface " + name, Interfaces.index(name));
  }

  /**
   * Lets the calls of the kernel be compiled, before the first packet: until then they allocate.
   */
  public static void warmUp() {
    for (int i = 0; i < WARM_CALLS; i++) {
      Sockets.sendMessages(CLOSED, 0, 0, Sockets.MSG_DONTWAIT);
      Sockets.getOption(CLOSED, Sockets.SOL_PACKET, 0, 0, 0);
      Sockets.pollExactly(0, -1, 0);
    }
  }

  @Override
  public int poll(PacketBatch batch, long nowNs) throws IOException {
    if (nowNs - this.nowNs >= LATE_NS && this.nowNs != 0) {
      catchUp(true);
    }
    this.nowNs = nowNs;
    batch.size = 0;
    wentPast.look(nowNs);
    if (doubtful) {
      requireInterfaces();
    }
    long from = passedFromNs;
    long until = passedUntilNs;
    int capacity = batch.capacity;
    int before = 0;
    // Never more than half of a batch, so that a flood of it does not stop all other traffic.
    for (int side = 0; side < SIDES; side++) {
      int limit = before + (capacity / 2 - before) / (SIDES - side);
      rings[CONTROL * SIDES + side].take(batch, limit, side, nowNs, from, until);
      received[side] += batch.size - before;
      before = batch.size;
    }
    int first = turn;
    turn = 1 - first;
    before = take(first, batch, before + (capacity - before) / 2, before, from, until);
    before = take(1 - first, batch, capacity, before, from, until);
    take(first, batch, capacity, before, from, until);
    if (catchingUp && batch.size == 0) {
      catchUp(false);
    }
    return batch.size;
  }

  @ColdPath("when the worker was away, and when it has caught up")
  private void catchUp(boolean begins) {
    catchingUp = begins;
    long beforeNs = begins ? clockNs() - LATE_NS : Long.MIN_VALUE; // The clock may be set back.
    for (PacketRing ring : rings) {
      ring.lateBefore(beforeNs);
    }
  }

  private int take(int side, PacketBatch batch, int limit, int before, long from, long until) {
    rings[DATA * SIDES + side].take(batch, limit, side, nowNs, from, until);
    received[side] += batch.size - before;
    return batch.size;
  }

  @Override
  public void complete(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.verdict[i] == Verdict.PASS_CODE || batch.monitored[i]) {
        long frame = batch.frameAddress[i];
        if (VnetHeader.needsChecksum(frame)) {
          PartialChecksum.renew(batch, i);
        }
        queues[OUTSIDE + INSIDE - batch.interfaceId[i]].add(frame, batch.capturedLength[i]);
      }
    }
  }

  @Override
  public boolean send(int side, long frameAddress, int lengthBytes) {
    return queues[side].addCopy(frameAddress, lengthBytes);
  }

  @Override
  public void flush() {
    for (int side = 0; side < SIDES; side++) {
      queues[side].flush();
      doubtful |= queues[side].wasRefused();
    }
    for (PacketRing ring : rings) {
      ring.release();
    }
  }

  @Override
  public void await(long timeoutNs) {
    for (PacketRing ring : rings) {
      if (ring.hasPackets()) {
        return;
      }
    }
    Memory.putI64Le(timeout, timeoutNs / 1_000_000_000);
    Memory.putI64Le(timeout + 8, timeoutNs % 1_000_000_000);
    if (Sockets.pollExactly(waiting, rings.length, timeout) > 0) {
      for (int k = 0; k < rings.length; k++) {
        int events = Memory.u16Le(waiting + (long) k * Sockets.POLLFD_BYTES + 6);
        doubtful |= (events & (Sockets.POLLERR | Sockets.POLLHUP)) != 0;
      }
    }
  }

  @ColdPath("when an interface was down, or is gone")
  private void requireInterfaces() throws IOException {
    doubtful = false;
    for (int side = 0; side < SIDES; side++) {
      boolean there = queues[side].socket().interfaceExists();
      for (int lane = 0; lane < LANES; lane++) {
        there &= rings[lane * SIDES + side].socket().interfaceExists();
      }
      if (!there) {
        throw new IOException("interface " + names[side] + " is gone");
      }
    }
  }

  @Override
  public synchronized void standAside(boolean aside) throws IOException {
    boolean now = passedUntilNs == NEVER;
    if (closed || aside == now) {
      return;
    }
    // Where both could have a packet it is better sent twice than lost.
    if (aside) {
      ingress.set(false);
      passedFromNs = clockNs();
      passedUntilNs = NEVER;
    } else {
      long until = clockNs();
      ingress.set(true);
      passedUntilNs = until;
    }
  }

  /** Reads the clock of the kernel's time stamps. */
  static long clockNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Tells whether packets pass the kernel's own way when the worker stands still. */
  public boolean passesWhenStill() {
    return ingress.hasSigns();
  }

  @Override
  public long count(int side, LineCount count) {
    return switch (count) {
      case RECEIVED -> received[side];
      case SENT -> queues[side].sent();
      case RECEIVE_LOST -> wentPast.lost(side);
      case SEND_LOST -> queues[side].lost();
      case CHECKSUM_FINISHED ->
          rings[CONTROL * SIDES + side].unfinishedChecksums()
              + rings[DATA * SIDES + side].unfinishedChecksums();
      case LATE -> rings[CONTROL * SIDES + side].late() + rings[DATA * SIDES + side].late();
      case WENT_PAST -> ingress.passed(side);
      case WENT_PAST_NS -> ingress.passingNs(side);
      case OFFLOAD_PASSED, OFFLOAD_DROPPED, HANDED_OVER -> 0;
    };
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // First, so that the kernel has the packets when nobody else takes them.
    ingress.close();
    for (PacketRing ring : rings) {
      if (ring != null) {
        ring.close();
      }
    }
    for (SendQueue queue : queues) {
      if (queue != null) {
        queue.close();
      }
    }
    arena.close();
  }
}
