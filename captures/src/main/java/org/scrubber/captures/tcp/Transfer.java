package org.scrubber.captures.tcp;

import org.scrubber.captures.world.World;

/**
 * Moves what the ends of one connection say: a window that opens with what is acknowledged, one
 * acknowledgement for every second segment, and after a loss everything from there on once more.
 */
final class Transfer {
  /** So often the same segment is sent again, then the connection is given up. */
  static final int TRIES = 6;

  /** Segments on the way, at most; see {@link Step#data}. */
  private static final int MOST_IN_FLIGHT = 20;

  private static final long SHORTEST_RESEND_NS = 200_000_000L;
  private static final long LATE_ACK_NS = 40_000_000L;
  private static final long OVERTAKEN_NS = 3_000_000L;
  private static final int DUPLICATES_OF_A_LOSS = 3;

  private final TcpConnection c;

  Transfer(TcpConnection connection) {
    c = connection;
  }

  /** Sends what an end may send now, unless it is doing so already. */
  void send(World world, End from) {
    if (!from.sending) {
      sendNext(world, from);
    }
  }

  /** Sends one segment, and arranges for the next. */
  void sendNext(World world, End from) {
    from.sending = false;
    if (from.state != End.OPEN || from.held) {
      return;
    }
    int unsent = from.said - from.sent;
    if (unsent > 0 && from.hasRoom()) {
      int length = Math.min(from.segmentBytes, unsent);
      Segments.data(world, c, from, from.sent, length);
      from.sent += length;
      from.unacknowledged = 0;
      awaitAck(world, from);
      if (unsent > length && from.hasRoom()) {
        from.sending = true;
        long gap = c.plan.gapNs(world.nowNs());
        world.at(c.stream(), world.nowNs() + gap, c, Step.of(Step.SEND, from.side, 0));
        return;
      }
    }
    if (from.sent == from.said && from.finWanted && !from.finSent) {
      Segments.fin(world, c, from);
      from.finSent = true;
      from.unacknowledged = 0;
      awaitAck(world, from);
    }
  }

  private void awaitAck(World world, End from) {
    long wait = SHORTEST_RESEND_NS + 2 * c.roundTripNs() << from.retries;
    from.resendAtNs = world.nowNs() + wait;
    if (!from.resendArmed) {
      from.resendArmed = true;
      world.at(c.stream(), from.resendAtNs, c, Step.of(Step.RESEND, from.side, 0));
    }
  }

  /** The timer of an end that waits for an acknowledgement. */
  void resend(World world, End from) {
    from.resendArmed = false;
    if (!from.isOutstanding()) {
      return;
    }
    if (world.nowNs() < from.resendAtNs) {
      from.resendArmed = true;
      world.at(c.stream(), from.resendAtNs, c, Step.of(Step.RESEND, from.side, 0));
      return;
    }
    if (++from.retries > TRIES) {
      c.giveUp();
      return;
    }
    from.inFlightSegments = 1;
    sendAgain(world, from);
  }

  private void sendAgain(World world, End from) {
    from.sent = from.acked;
    from.finSent = false;
    from.duplicates = 0;
    send(world, from);
  }

  /** Data has arrived at an end. */
  void dataArrived(World world, End to, int step) {
    End from = c.other(to);
    acknowledged(world, to, from.gotAcknowledged, false);
    int length = Step.lengthBytes(step);
    int ahead = Step.offsetFrom(to.got, step);
    if (ahead > 0 || ahead + length <= 0) {
      ackNow(world, to);
      return;
    }
    to.got += ahead + length;
    to.unacknowledged++;
    if (to.got == from.said) {
      c.turnDone(from);
    }
    if (to.unacknowledged >= c.plan.segmentsPerAck) {
      ackNow(world, to);
    } else if (to.unacknowledged > 0 && !to.ackArmed) {
      to.ackArmed = true;
      world.at(c.stream(), world.nowNs() + LATE_ACK_NS, c, Step.of(Step.LATE_ACK, to.side, 0));
    }
  }

  /** The timer of an end that has kept back an acknowledgement. */
  void lateAck(World world, End to) {
    to.ackArmed = false;
    if (to.unacknowledged > 0) {
      ackNow(world, to);
    }
  }

  /** Acknowledges all that an end has got. */
  void ackNow(World world, End to) {
    to.unacknowledged = 0;
    ConnectionPlan plan = c.plan;
    int luck = plan.duplicateAckPercent + plan.lateAckPercent == 0 ? 100 : c.random().below(100);
    if (luck < plan.lateAckPercent) {
      int step = Step.of(Step.OVERTAKEN_ACK, to.side, to.acknowledges());
      world.at(c.stream(), world.nowNs() + OVERTAKEN_NS, c, step);
      return;
    }
    Segments.ack(world, c, to, to.acknowledges());
    if (luck - plan.lateAckPercent < plan.duplicateAckPercent) {
      Segments.ack(world, c, to, to.acknowledges());
    }
  }

  /** An end learns that everything before an offset has arrived. */
  void acknowledged(World world, End from, int offset, boolean alone) {
    int fresh = offset - from.acked;
    if (fresh > 0) {
      boolean all = offset - from.said == 1;
      from.acked = all ? from.said : offset;
      from.finAcked |= all;
      if (from.acked - from.sent > 0) {
        from.sent = from.acked;
      }
      from.retries = 0;
      from.duplicates = 0;
      from.inFlightSegments = Math.min(MOST_IN_FLIGHT, from.inFlightSegments + 1);
      from.resendAtNs =
          Math.max(from.resendAtNs, world.nowNs() + SHORTEST_RESEND_NS + c.roundTripNs());
      send(world, from);
    } else if (fresh == 0 && alone && from.isOutstanding()) {
      if (++from.duplicates == DUPLICATES_OF_A_LOSS) {
        from.inFlightSegments = Math.max(2, from.inFlightSegments / 2);
        sendAgain(world, from);
      }
    }
  }

  /** A FIN has arrived at an end, which then ends its direction, too. */
  void finArrived(World world, End to, int step) {
    End from = c.other(to);
    acknowledged(world, to, from.gotAcknowledged, false);
    boolean inOrder = Step.offsetFrom(to.got, step) == 0;
    to.finGot |= inOrder;
    if (inOrder && !to.finWanted) {
      to.finWanted = true;
      send(world, to);
      if (to.finSent) {
        return;
      }
    }
    ackNow(world, to);
  }
}
