package org.scrubber.live;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;

/** The workers and their threads, as the conductor sees them; its thread only. */
final class Staff {
  /** How long a worker may take to begin, and to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long LOOK_NS = 100_000L;

  private final List<Station> stations = new ArrayList<>();
  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A worker. */
  private static final class Station {
    final Post post;
    final Thread thread;
    final Bulletin bulletin;
    final MitigationWatch mitigations;
    Totals totals = Totals.NOTHING;
    long shed;
    boolean asked;

    Station(Post post, Thread thread, int number, long beganNs) {
      this.post = post;
      this.thread = thread;
      bulletin = new Bulletin(post.duty().engine());
      mitigations = new MitigationWatch(number, beganNs);
    }
  }

  /**
   * Gives each post a thread, which does not run yet.
   *
   * @param beganNs when the run began, ns since the epoch
   */
  Staff(List<Post> posts, long beganNs) {
    for (Post post : posts) {
      int number = stations.size();
      String name = "scrubber-worker-" + number;
      stations.add(
          new Station(post, Thread.ofPlatform().name(name).unstarted(post), number, beganNs));
    }
  }

  /** Starts all threads. */
  void start() {
    stations.forEach(one -> one.thread.start());
  }

  /** Waits until all workers have taken their first turn, or some time has gone by. */
  void awaitTurns() {
    long untilNs = System.nanoTime() + PATIENCE.toNanos();
    while (!stations.stream().allMatch(one -> one.post.duty().lastTurnNs() != 0)
        && System.nanoTime() < untilNs) {
      requireSound();
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  /** Lets all threads end, waits until they have, and takes their last counts. */
  void stop() {
    stations.forEach(one -> one.post.stop());
    for (Station one : stations) {
      try {
        if (one.thread.join(PATIENCE)) {
          one.bulletin.carryOut(one.post.duty());
          one.totals = one.bulletin.totals();
          one.post.duty().publishNow();
          one.post.duty().engine().finish(false);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Reads what workers have reported, and asks them again.
   *
   * @param news takes what is new
   * @return whether any has reported
   */
  boolean hear(List<LiveEvent> news) {
    boolean any = false;
    for (Station one : stations) {
      if (one.asked && one.bulletin.isFilled()) {
        one.asked = false;
        any = true;
        news.addAll(one.mitigations.compare(one.bulletin));
        one.totals = one.bulletin.totals();
        one.shed = one.bulletin.shed;
      }
      if (!one.asked) {
        one.asked = one.post.duty().tell(one.bulletin.blank());
      }
    }
    return any;
  }

  /** Returns what is being treated, of all workers. */
  List<Attack> attacks() {
    return stations.stream().flatMap(one -> one.mitigations.active().stream()).toList();
  }

  /** Returns what became of all packets, as workers have last reported. */
  Totals totals() {
    return stations.stream().map(one -> one.totals).reduce(Totals.NOTHING, Totals::plus);
  }

  /** Returns packets that were dropped because there was no room. */
  long shed() {
    return stations.stream().mapToLong(one -> one.shed).sum();
  }

  /** Returns bytes that the threads have allocated since they were started. */
  long allocatedBytes() {
    return stations.stream()
        .mapToLong(one -> Math.max(0, memory.getThreadAllocatedBytes(one.thread.threadId())))
        .sum();
  }

  /** Returns why a worker lost its line, once for each time, or null. */
  @Nullable IOException takeLoss() {
    IOException found = null;
    for (Station one : stations) {
      IOException loss = one.post.takeLoss();
      found = found == null ? loss : found;
    }
    return found;
  }

  /**
   * Requires that no worker has failed.
   *
   * @throws IllegalStateException when one has; the cause says how
   */
  void requireSound() {
    for (Station one : stations) {
      Throwable failure = one.post.failure();
      if (failure != null) {
        throw new IllegalStateException("a worker failed: " + failure, failure);
      }
    }
  }
}
