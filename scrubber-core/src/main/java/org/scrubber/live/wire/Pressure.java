package org.scrubber.live.wire;

import org.scrubber.filter.Overload;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;

/**
 * How much a line must shed, from what it loses: more at once when it loses packets, less bit by
 * bit when it does not, and nothing once less than half of what was carried then comes in. Asks the
 * line ten times a second. Allocation-free; the worker's thread.
 */
public final class Pressure {
  private static final long INTERVAL_NS = 100_000_000L;

  /** What any loss raises it by; a pause of the JVM is so forgotten within half a second. */
  private static final int LEAST_RISE = 64;

  /** What the loss of everything would raise it by. */
  private static final int STEEPNESS = 4 * Overload.LEVEL;

  /** What it falls by in an interval without loss: from most to nothing in 8 s. */
  private static final int FALL = 16;

  private static final int SIDES = 2;

  private final long[] lost = new long[SIDES];
  private final long[] received = new long[SIDES];
  private final long[] unsent = new long[SIDES];
  private final long[] sent = new long[SIDES];
  private long nextNs = Long.MIN_VALUE;
  private boolean known;
  private int level;

  /** Packets that were offered in the interval before. */
  private long before;

  /** Packets that were carried when there were losses last. */
  private long carried;

  /** Forgets what the line has counted: another one is to come. */
  public void restart() {
    known = false;
    level = 0;
    before = 0;
    carried = 0;
    nextNs = Long.MIN_VALUE;
  }

  /** Returns how much is to be shed now, see {@link Overload}. */
  public int at(long nowNs, PacketLine line) {
    if (nowNs >= nextNs) {
      nextNs = nowNs + INTERVAL_NS;
      weigh(line);
    }
    return level;
  }

  private void weigh(PacketLine line) {
    long offered = 0;
    long missed = 0;
    for (int side = 0; side < SIDES; side++) {
      long nowLost = line.count(side, LineCount.RECEIVE_LOST);
      long nowReceived = line.count(side, LineCount.RECEIVED);
      long nowUnsent = line.count(side, LineCount.SEND_LOST);
      long nowSent = line.count(side, LineCount.SENT);
      long loss = nowLost - lost[side];
      long tooMany = nowUnsent - unsent[side];
      offered += nowReceived - received[side] + loss;
      missed += loss;
      // A side that sends nothing is down, and no shedding helps it.
      missed += nowSent > sent[side] ? tooMany : 0;
      lost[side] = nowLost;
      received[side] = nowReceived;
      unsent[side] = nowUnsent;
      sent[side] = nowSent;
    }
    // Losses may be told an interval late, when hardly anything comes any more.
    long most = Math.max(offered, before);
    before = offered;
    if (known && missed > 0) {
      long rise = Math.max(LEAST_RISE, missed * STEEPNESS / Math.max(1, most));
      level = (int) Math.min(Overload.MOST, level + rise);
      carried = Math.max(0, most - missed);
    } else {
      // What is shed has come in, too: when so little does, all of it could have been carried.
      level = 2 * offered < carried ? 0 : Math.max(0, level - FALL);
    }
    known = true;
  }
}
