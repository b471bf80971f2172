package org.scrubber.live;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;

/**
 * Lets packets past the workers when one of them has not run for too long, and to them again when
 * all do. A thread of its own, since whatever holds a worker up may hold up the conductor, too.
 */
final class Watchdog implements Runnable {
  /** A worker that runs takes a turn at least every 10 ms. */
  static final long AWAY_NS = 250_000_000L;

  /** All must have been at work for so long before they get packets again. */
  static final long WELL_NS = 1_000_000_000L;

  private static final long LOOK_NS = 50_000_000L;

  /** What was shorter is the scheduler's everyday, and not worth a word. */
  private static final long STILL_NS = 1_000_000_000L;

  /** What workers count of it, and the kernel, is in what they report third, at the latest. */
  private static final int REPORTS = 3;

  private final EpochNanoClock clock;
  private final List<Post> posts;
  private final Wiring wiring;
  private final LiveEvent.Listener listener;
  private volatile boolean stopping;

  // How long the process stood still, as nobody has said yet, and how often all workers
  // have reported since. Guarded by this.
  private long stillNs;
  private int reports;

  /** What was counted before it stood still. */
  private Totals before = Totals.NOTHING;

  private boolean open;
  private long openedNs;
  private long wellSinceNs;

  Watchdog(EpochNanoClock clock, List<Post> posts, Wiring wiring, LiveEvent.Listener listener) {
    this.clock = clock;
    this.posts = posts;
    this.wiring = wiring;
    this.listener = listener;
  }

  @Override
  public void run() {
    long lastNs = clock.nanoTime();
    while (!stopping) {
      LockSupport.parkNanos(LOOK_NS);
      long nowNs = clock.nanoTime();
      // When this thread was held up itself, workers get a moment to show that they are there.
      if (nowNs - lastNs < 3 * LOOK_NS) {
        look(nowNs);
      } else if (nowNs - lastNs >= STILL_NS) {
        stoodStill(nowNs - lastNs);
      }
      lastNs = nowNs;
    }
  }

  /** Takes note that the process stood still until now. */
  synchronized void stoodStill(long lastedNs) {
    stillNs += lastedNs;
    reports = 0;
  }

  /**
   * Returns what there is to say of a time that the process stood still, once workers have counted
   * what came of it; else null. The conductor's thread.
   *
   * @param totals of all workers, as they have just reported
   * @param last whether they report no more
   */
  synchronized @Nullable LiveEvent still(Totals totals, boolean last) {
    if (stillNs == 0) {
      before = totals;
      return null;
    }
    if (++reports < REPORTS && !last) {
      return null;
    }
    LiveEvent event =
        new LiveEvent.StoodStill(
            stillNs, totals.wentPast() - before.wentPast(), totals.late() - before.late());
    stillNs = 0;
    before = totals;
    return event;
  }

  /** Looks after the workers once. */
  void look(long nowNs) {
    int away = away(nowNs);
    if (away >= 0) {
      wellSinceNs = nowNs;
    }
    if (away >= 0 && !open) {
      open = true;
      openedNs = nowNs;
      turn(new LiveEvent.BypassOpened(away, nowNs - posts.get(away).duty().lastTurnNs()));
    } else if (open && nowNs - wellSinceNs >= WELL_NS) {
      open = false;
      turn(new LiveEvent.BypassClosed(nowNs - openedNs));
    }
  }

  private void turn(LiveEvent event) {
    try {
      wiring.bypass(open);
      listener.hear(clock.nanoTime(), event);
    } catch (IOException e) {
      listener.hear(clock.nanoTime(), new LiveEvent.BypassFailed(String.valueOf(e.getMessage())));
    }
  }

  private int away(long nowNs) {
    for (int k = 0; k < posts.size(); k++) {
      Post post = posts.get(k);
      if (post.isAtWork() && nowNs - post.duty().lastTurnNs() > AWAY_NS) {
        return k;
      }
    }
    return -1;
  }

  /** Lets the thread end. */
  void stop() {
    stopping = true;
  }
}
