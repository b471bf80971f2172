package org.scrubber.live.rehearsal;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.LineCount;
import org.scrubber.io.Offload;
import org.scrubber.io.PacketLine;
import org.scrubber.wire.Ip;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * A wire that leads nowhere, on which all kinds of traffic come in without an end: everything that
 * a worker may have to do is done. Some clients answer their challenges. One thread.
 */
public final class RehearsalLine implements PacketLine {
  private static final int SLOT_BYTES = 2_048;
  private static final int LINK_BYTES = 14;
  private static final int ANSWERED_SHARE = 4;
  private static final int ANSWERS = 256;
  private static final int ANSWER_BYTES = LINK_BYTES + Ip.V4_HEADER_BYTES + Tcp.MIN_HEADER_BYTES;

  private final Arena arena = Arena.ofShared();
  private final int packets = Cast.packets();
  private final long[] addresses = new long[packets];
  private final int[] lengths = new int[packets];
  private final byte[] sides = new byte[packets];
  private final long answers = arena.allocate((long) ANSWERS * SLOT_BYTES).address();
  private final long[] counts = new long[2 * LineCount.values().length];
  private final RehearsalTable table = new RehearsalTable();
  private Act act = Act.FLOODED;
  private int turn;
  private int next;
  private int waiting;
  private int challenges;

  /** Writes all frames. */
  public RehearsalLine() {
    long frame = arena.allocate((long) packets * SLOT_BYTES).address();
    for (int n = 0; n < packets; n++) {
      lengths[n] = Cast.write(n, frame);
      addresses[n] = frame;
      sides[n] = (byte) Cast.side(n);
      frame += lengths[n] + 63 & ~63;
    }
  }

  /** Plays this from now on. */
  public void play(Act now) {
    act = now;
  }

  /** Returns how many packets there are before all come again. */
  public int packets() {
    return packets;
  }

  @Override
  public int poll(PacketBatch batch, long nowNs) {
    int room = act.packets(turn++, batch.capacity);
    int count = 0;
    for (; count < room && waiting > 0; count++) {
      waiting--;
      fill(batch, count, answers + (long) waiting * SLOT_BYTES, ANSWER_BYTES, OUTSIDE, nowNs);
    }
    for (; count < room; next = next + 1 == packets ? 0 : next + 1) {
      if (act != Act.ONE_WAY || sides[next] == OUTSIDE) {
        fill(batch, count++, addresses[next], lengths[next], sides[next], nowNs);
      }
    }
    batch.size = count;
    return count;
  }

  private void fill(PacketBatch batch, int i, long frame, int length, int side, long nowNs) {
    batch.frameAddress[i] = frame;
    batch.capturedLength[i] = length;
    batch.wireLength[i] = length;
    batch.timestampNs[i] = nowNs;
    batch.interfaceId[i] = side;
    batch.linkType[i] = LinkType.ETHERNET;
    count(side, LineCount.RECEIVED, 1);
  }

  @Override
  public void complete(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.verdict[i] == Verdict.PASS_CODE || batch.monitored[i]) {
        count(OUTSIDE + INSIDE - batch.interfaceId[i], LineCount.SENT, 1);
      }
    }
  }

  /** Counts a frame; if it is a challenge over IPv4, its client may answer in the next batch. */
  @Override
  public boolean send(int side, long frameAddress, int lengthBytes) {
    count(side, LineCount.SENT, 1);
    boolean plain = lengthBytes == ANSWER_BYTES && Memory.u8(frameAddress + LINK_BYTES) == 0x45;
    if (side == OUTSIDE && plain && ++challenges % ANSWERED_SHARE == 0 && waiting < ANSWERS) {
      answer(frameAddress, answers + (long) waiting++ * SLOT_BYTES);
    }
    return true;
  }

  /** Writes the RST that a client answers a challenge with (RFC 9293, 3.10.7.3). */
  private static void answer(long challenge, long frame) {
    long ip = challenge + LINK_BYTES;
    long tcp = ip + Ip.V4_HEADER_BYTES;
    FrameWriter answer = new FrameWriter(frame);
    answer.v4(6, Memory.u32(ip + Ip.V4_TARGET), Memory.u32(ip + Ip.V4_SOURCE), 0, 0);
    int ports = Integer.rotateLeft(Memory.i32(tcp), 16);
    answer.tcp(ports, Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT), 0, Tcp.RST, 0).finish();
  }

  private void count(int side, LineCount what, int by) {
    counts[side * LineCount.OFFLOAD_DROPPED.ordinal() + what.ordinal()] += by;
  }

  @Override
  public void flush() {
    // Nothing leaves.
  }

  @Override
  public void await(long timeoutNs) {
    // There is always something.
  }

  @Override
  public void standAside(boolean aside) {
    // Nothing is beneath.
  }

  @Override
  public long count(int side, LineCount count) {
    return counts[side * LineCount.OFFLOAD_DROPPED.ordinal() + count.ordinal()];
  }

  @Override
  public Offload offload() {
    return table;
  }

  @Override
  public void close() {
    Arrays.fill(addresses, 0);
    arena.close();
  }
}
