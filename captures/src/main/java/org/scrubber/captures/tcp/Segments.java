package org.scrubber.captures.tcp;

import java.util.HexFormat;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Tcp;

/** Writes the segments of connections as their stacks do. */
final class Segments {
  private static final byte[] TIMESTAMP = HexFormat.of().parseHex("0101080a0000000000000000");
  private static final byte[] SIZE_ONLY = HexFormat.of().parseHex("020405b4");
  private static final byte[] ANSWER = HexFormat.of().parseHex("020405b40101040201030307");
  private static final byte[] ANSWER_WITH_TIMESTAMP =
      HexFormat.of().parseHex("020405b40402080a000000000000000001030307");
  private static final int TIMESTAMP_IN_ANSWER = 8;
  private static final int SIZE_OPTION = 0x0204_0000;
  private static final int V6_SEGMENT_BYTES = 1_440;
  private static final int ANSWER_WINDOW = 64_240;
  private static final int ANSWER_WINDOW_WITH_TIMESTAMP = 65_160;

  /** What is said, encrypted as it is, looks random; where a message begins, it is written. */
  private static final int NOISE_MASK = 0xffff;

  private static final byte[] NOISE =
      new RandomStream(0x5EED).bytes(NOISE_MASK + 1 + Frame.MAX_BYTES);

  private Segments() {}

  /** Sends a SYN, the first or a later one. */
  static void syn(World world, TcpConnection c, End from) {
    Stack stack = from.host.stack();
    boolean again = from.synsSent++ > 0;
    boolean ecn = c.plan.ecn && !again;
    Frame frame = ip(world, c, from);
    int flags = Tcp.SYN | (ecn ? ConnectionPlan.ECN_BITS : 0);
    frame.tcp(from.port, c.other(from).port, from.firstNumber, 0, flags, from.synWindow);
    if (again && c.plan.plainRetry) {
      frame.options(SIZE_ONLY);
    } else {
      frame.options(c.plan.multipath ? stack.multipathOptions() : stack.synOptions());
      if (stack.hasTimestamps()) {
        frame.optionWord(stack.timestampOffset(), from.stamp(world.nowNs()));
      }
    }
    size(frame, from);
    emit(world, c, from, Step.of(Step.SYN, from.side, 0));
  }

  /** Sends the answer to a SYN. */
  static void synAck(World world, TcpConnection c, End from) {
    End to = c.other(from);
    int flags = Tcp.SYN | Tcp.ACK | (c.plan.ecn ? 0x40 : 0);
    int window = c.timestamps ? ANSWER_WINDOW_WITH_TIMESTAMP : ANSWER_WINDOW;
    Frame frame = ip(world, c, from);
    frame.tcp(from.port, to.port, from.firstNumber, to.firstNumber + 1, flags, window);
    if (c.timestamps) {
      frame.options(ANSWER_WITH_TIMESTAMP);
      stamps(frame, world, from, to, TIMESTAMP_IN_ANSWER);
    } else {
      frame.options(to.host.stack() == Stack.BARE ? SIZE_ONLY : ANSWER);
    }
    size(frame, from);
    emit(world, c, from, Step.of(Step.SYN_ACK, from.side, 0));
  }

  /** Sends a pure acknowledgement of an offset. */
  static void ack(World world, TcpConnection c, End from, int offset) {
    header(world, c, from, Tcp.ACK, from.sent + (from.finSent ? 1 : 0), offset);
    emit(world, c, from, Step.of(Step.ACK, from.side, offset));
  }

  /** Sends bytes of what was said, from an offset on. */
  static void data(World world, TcpConnection c, End from, int offset, int lengthBytes) {
    boolean last = offset + lengthBytes == from.said;
    int flags = Tcp.ACK | (last ? Tcp.PSH : 0);
    Frame frame = header(world, c, from, flags, offset, from.acknowledges());
    payload(frame, from, c.flow * 1_000_003 + offset, offset, lengthBytes);
    int step = Step.data(Step.DATA, from.side, offset, lengthBytes);
    emit(world, c, from, step);
  }

  private static void payload(Frame frame, End from, int salt, int offset, int lengthBytes) {
    int within = offset - from.openingAt;
    int written = 0;
    if (from.opening != null && within >= 0 && within < from.opening.length) {
      written = Math.min(lengthBytes, from.opening.length - within);
      frame.bytes(from.opening, within, written);
    }
    if (written < lengthBytes) {
      frame.bytes(NOISE, salt & NOISE_MASK, lengthBytes - written);
    }
  }

  /** Sends the end of what is said. */
  static void fin(World world, TcpConnection c, End from) {
    header(world, c, from, Tcp.FIN | Tcp.ACK, from.sent, from.acknowledges());
    emit(world, c, from, Step.data(Step.FIN, from.side, from.sent, 0));
  }

  /** Sends a probe of a peer that is idle or whose window is closed: the byte before the next. */
  static void probe(World world, TcpConnection c, End from, int lengthBytes) {
    Frame frame = header(world, c, from, Tcp.ACK, from.sent - 1, from.acknowledges());
    frame.fill(0, lengthBytes);
    emit(world, c, from, Step.of(Step.PROBE, from.side, 0));
  }

  /** Resets the connection. */
  static void reset(World world, TcpConnection c, End from) {
    header(world, c, from, Tcp.RST | Tcp.ACK, from.sent, from.acknowledges());
    emit(world, c, from, Step.of(Step.RST, from.side, 0));
  }

  /** Sends what a client in SYN-SENT must send when an answer acknowledges another SYN. */
  static void proof(World world, TcpConnection c, End from, int number, Truth truth) {
    Frame frame = ip(world, c, from);
    frame.tcp(from.port, c.other(from).port, number, 0, Tcp.RST, 0);
    world.emit(truth, c.flow, c, Step.of(Step.PROOF, from.side, 0));
  }

  private static void emit(World world, TcpConnection c, End from, int step) {
    Truth truth = c.traffic.truth();
    Truth back = c.traffic.back();
    if (back == null) {
      world.emit(truth, c.flow, c, step);
    } else if (from.side == TcpConnection.CLIENT) {
      world.emitAround(back, truth, c.flow, c, step);
    } else {
      world.emitAround(truth, back, c.flow, c, step);
    }
  }

  private static Frame header(
      World world, TcpConnection c, End from, int flags, int offset, int acknowledged) {
    End to = c.other(from);
    Frame frame = ip(world, c, from);
    int number = from.firstNumber + 1 + offset;
    int given = from.side == TcpConnection.CLIENT ? c.shift() : 0;
    int acknowledges = to.firstNumber + 1 + acknowledged + given;
    frame.tcp(from.port, to.port, number, acknowledges, flags, from.window);
    if (c.timestamps) {
      frame.options(TIMESTAMP);
      stamps(frame, world, from, to, 4);
    }
    from.gotAcknowledged = acknowledged;
    return frame;
  }

  private static Frame ip(World world, TcpConnection c, End from) {
    Host host = from.host;
    Frame frame = world.frame(host.outside());
    boolean whole = host.stack().dontFragment();
    return frame.ip(host.address(), c.other(from).host.address(), host.ttl(), from.nextId(), whole);
  }

  private static void stamps(Frame frame, World world, End from, End to, int offset) {
    frame.optionWord(offset, from.stamp(world.nowNs()));
    frame.optionWord(offset + 4, to.stamp(world.nowNs() - from.host.turnNs()));
  }

  private static void size(Frame frame, End from) {
    if (!from.host.address().isV4()) {
      frame.optionWord(0, SIZE_OPTION | V6_SEGMENT_BYTES);
    }
  }
}
