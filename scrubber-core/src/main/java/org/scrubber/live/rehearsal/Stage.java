package org.scrubber.live.rehearsal;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketLine;
import org.scrubber.io.xdp.PlainRings;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * What a line is between in a rehearsal: all kinds of traffic come in without an end, so that
 * everything is done that a worker may have to do, and what it sends leads nowhere. Some clients
 * answer their challenges. The line is the one that a run has, over rings in memory, as code that
 * has only ever called another would be thrown away when the run begins. One thread.
 */
public final class Stage implements AutoCloseable {
  private static final int SLOT_BYTES = 2_048;
  private static final int LINK_BYTES = 14;
  private static final int ETHERTYPE = 12;
  private static final int ARP = 0x0806;
  private static final int ANSWERED_SHARE = 4;
  private static final int ANSWERS = 256;
  private static final int ANSWER_BYTES = LINK_BYTES + Ip.V4_HEADER_BYTES + Tcp.MIN_HEADER_BYTES;

  private final Arena arena = Arena.ofShared();
  private final int packets = Cast.packets();
  private final long[] addresses = new long[packets];
  private final int[] lengths = new int[packets];
  private final byte[] sides = new byte[packets];
  private final long answers = arena.allocate((long) ANSWERS * SLOT_BYTES).address();
  private final PlainRings rings;
  private Act act = Act.FLOODED;
  private int turn;
  private int next;
  private int waiting;
  private int challenges;

  /**
   * Writes all frames.
   *
   * @throws IOException when there is no memory
   */
  public Stage() throws IOException {
    rings = new PlainRings(new RehearsalTable());
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

  /** Returns the line, which is this one's own. */
  public PacketLine line() {
    return rings.line();
  }

  /** Takes what was sent in the turn before, and brings what comes in for the next. */
  public void step() {
    listen();
    rings.carry();
    int room = act.packets(turn++, PacketBatch.DEFAULT_CAPACITY);
    for (; room > 0 && waiting > 0; room--) {
      waiting--;
      bring(answers + (long) waiting * SLOT_BYTES, ANSWER_BYTES, PacketLine.OUTSIDE);
    }
    for (; room > 0; next = next + 1 == packets ? 0 : next + 1) {
      if (act != Act.ONE_WAY || sides[next] == PacketLine.OUTSIDE) {
        bring(addresses[next], lengths[next], sides[next]);
        room--;
      }
    }
  }

  private void bring(long frame, int lengthBytes, int side) {
    boolean isControl = Memory.u16(frame + ETHERTYPE) == ARP;
    boolean brought = rings.bring(side, frame, lengthBytes, isControl);
    assert brought : "the line has lent no frame";
  }

  /** Looks for challenges over IPv4, whose clients may answer in the next turn. */
  private void listen() {
    for (int k = 0, sent = rings.sent(PacketLine.OUTSIDE); k < sent; k++) {
      long frame = rings.sentAddress(PacketLine.OUTSIDE, k);
      boolean plain =
          rings.sentBytes(PacketLine.OUTSIDE, k) == ANSWER_BYTES
              && Memory.u8(frame + LINK_BYTES) == 0x45;
      if (plain && ++challenges % ANSWERED_SHARE == 0 && waiting < ANSWERS) {
        answer(frame, answers + (long) waiting++ * SLOT_BYTES);
      }
    }
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

  @Override
  public void close() {
    rings.close();
    arena.close();
  }
}
