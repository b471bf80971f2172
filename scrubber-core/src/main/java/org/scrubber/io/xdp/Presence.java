package org.scrubber.io.xdp;

import java.io.IOException;
import org.scrubber.batch.ColdPath;
import org.scrubber.io.LineCount;
import org.scrubber.io.linux.Errno;

/**
 * Looks after a line's interfaces ten times a second: reads what the kernel has lost, sends what a
 * link that was down has kept, and finds who is gone; and shows that the line's worker is there.
 * The line's thread.
 */
final class Presence {
  private static final long INTERVAL_NS = 100_000_000;

  /**
   * When the line was not looked after for so long, all that waits has waited for 250 ms at least:
   * what came in later than 400 ms after the last sign of life went past.
   */
  private static final long AWAY_NS = 750_000_000;

  private final XdpQueue[][] bySide;
  private final String[] names;
  private final Heartbeat.OfWorker heartbeat;
  private long lastNs;
  private int gone = -1;

  /** Creates it for the queues and names of both interfaces, and signs of the line's worker. */
  Presence(XdpQueue[][] bySide, String[] names, Heartbeat.OfWorker heartbeat) {
    this.heartbeat = heartbeat;
    this.bySide = bySide;
    this.names = names;
  }

  /**
   * Looks, when it is time.
   *
   * @param counts of the line, by side; what was lost is stored there
   * @throws IOException when an interface is gone
   */
  void check(long nowNs, long[][] counts) throws IOException {
    if (nowNs - lastNs < INTERVAL_NS && nowNs >= lastNs) {
      return;
    }
    if (nowNs - lastNs >= AWAY_NS && lastNs != 0) {
      countLate(counts);
    }
    lastNs = nowNs;
    heartbeat.beat();
    for (int side = 0; side < bySide.length; side++) {
      long lost = 0;
      for (XdpQueue queue : bySide[side]) {
        lost += queue.lost();
        if (queue.socket.wake() == -Errno.ENXIO) {
          gone = side;
        }
      }
      counts[side][LineCount.RECEIVE_LOST.ordinal()] = lost;
      counts[side][LineCount.WENT_PAST.ordinal()] = heartbeat.passed(side);
      counts[side][LineCount.WENT_PAST_NS.ordinal()] = heartbeat.passingNs(side);
    }
    if (gone >= 0) {
      throw failure();
    }
  }

  @ColdPath("when the worker was away")
  private void countLate(long[][] counts) {
    for (int side = 0; side < bySide.length; side++) {
      for (XdpQueue queue : bySide[side]) {
        counts[side][LineCount.LATE.ordinal()] +=
            queue.data.available() + queue.control.available();
      }
    }
  }

  @ColdPath("when an interface is gone")
  private IOException failure() {
    return new IOException("interface " + names[gone] + " is gone");
  }
}
