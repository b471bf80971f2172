package org.scrubber.live;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;

/**
 * The thread beside the workers: hears how they stand and tells the listener, loads policies, and
 * opens lines anew. It may be slow; no packet waits for it.
 */
final class Conductor {
  /** How often workers are asked how they stand. */
  private static final long BEAT_MS = 100;

  /** How long a line that was lost is left alone before it is tried again. */
  private static final long RETRY_NS = 1_000_000_000L;

  /** How long a worker may take to answer or to end. */
  private static final long PATIENCE_MS = 5_000;

  private enum Request {
    RELOAD,
    STOP
  }

  private final List<Station> stations = new ArrayList<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final EpochNanoClock clock;
  private final PolicySource policies;
  private final Wiring wiring;
  private final LiveEvent.Listener listener;
  private final boolean watch;
  private long version;
  private long retryNs;

  /** A worker as the conductor sees it. */
  private static final class Station {
    final Post post;
    final Thread thread;
    final Bulletin bulletin;
    final MitigationWatch mitigations;
    boolean asked;

    Station(Post post, Thread thread, int number) {
      this.post = post;
      this.thread = thread;
      bulletin = new Bulletin(post.duty().engine());
      mitigations = new MitigationWatch(number);
    }
  }

  /**
   * Creates a conductor of workers that are not started yet.
   *
   * @param watch to load the policy whenever its version changes
   */
  Conductor(
      EpochNanoClock clock,
      PolicySource policies,
      Wiring wiring,
      LiveEvent.Listener listener,
      boolean watch) {
    this.clock = clock;
    this.policies = policies;
    this.wiring = wiring;
    this.listener = listener;
    this.watch = watch;
    version = policies.version();
  }

  /** Adds a worker and its thread, which {@link #conduct} starts. */
  void add(Post post, Thread thread) {
    stations.add(new Station(post, thread, stations.size()));
  }

  /** Asks for the policy to be loaded anew. Any thread. */
  void reload() {
    requests.add(Request.RELOAD);
  }

  /** Asks for the end. Any thread. */
  void stop() {
    requests.add(Request.STOP);
  }

  /**
   * Starts the workers and conducts them until the end is asked for.
   *
   * @param untilNs when to stop without being asked, ns since the epoch
   * @return what became of all packets
   * @throws IOException when a worker failed; the cause says how
   */
  Totals conduct(long untilNs) throws IOException {
    stations.forEach(one -> one.thread.start());
    try {
      wiring.start();
      boolean on = true;
      while (on) {
        Request request = next();
        if (request == Request.RELOAD || isChanged()) {
          load();
        }
        for (Station one : stations) {
          attend(one);
        }
        if (!wiring.isOpen() && clock.nanoTime() >= retryNs) {
          retry();
        }
        on = request != Request.STOP && clock.nanoTime() < untilNs;
      }
      wiring.drain();
    } finally {
      wiring.close();
      stations.forEach(one -> one.post.stop());
      stations.forEach(Conductor::join);
    }
    stations.forEach(Conductor::requireSound);
    return totals();
  }

  private @Nullable Request next() {
    try {
      return requests.poll(BEAT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return Request.STOP;
    }
  }

  private boolean isChanged() {
    long now = watch ? policies.version() : version;
    boolean changed = now != version;
    version = now;
    return changed;
  }

  private void load() {
    long beganNs = clock.nanoTime();
    try {
      version = policies.version();
      Policy policy = policies.load();
      for (Station one : stations) {
        LiveEngine next = LiveEngine.of(policy);
        one.post.duty().tell(duty -> duty.judgeBy(next));
      }
      long nowNs = clock.nanoTime();
      int objects = policy.objects().size();
      tell(new LiveEvent.Reloaded(policy.name(), objects, nowNs - beganNs));
    } catch (IOException e) {
      tell(new LiveEvent.ReloadRefused(message(e)));
    }
  }

  private void attend(Station one) {
    requireSound(one);
    IOException loss = one.post.takeLoss();
    if (loss != null && wiring.isOpen()) {
      wiring.close();
      retryNs = clock.nanoTime() + RETRY_NS;
      tell(new LiveEvent.LineLost(message(loss)));
    }
    if (one.asked && one.bulletin.isFilled()) {
      one.asked = false;
      one.mitigations.compare(one.bulletin).forEach(this::tell);
    }
    if (!one.asked) {
      one.asked = one.post.duty().tell(one.bulletin.blank());
    }
  }

  private void retry() {
    try {
      wiring.open();
      wiring.start();
      tell(new LiveEvent.LineBack(wiring.report()));
    } catch (IOException e) {
      wiring.close();
      retryNs = clock.nanoTime() + RETRY_NS; // Said once already.
    }
  }

  private static void requireSound(Station one) {
    Throwable failure = one.post.failure();
    if (failure != null) {
      throw new IllegalStateException("the worker failed: " + failure, failure);
    }
  }

  private static void join(Station one) {
    try {
      one.thread.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sums what the workers have counted, which have ended. */
  private Totals totals() {
    long[] sums = new long[Tally.SUMS];
    long[] line = new long[LineCount.values().length];
    for (Station one : stations) {
      one.bulletin.carryOut(one.post.duty());
      for (int k = 0; k < sums.length; k++) {
        sums[k] += one.bulletin.sums[k];
      }
      for (LineCount count : LineCount.values()) {
        line[count.ordinal()] +=
            one.bulletin.line(PacketLine.OUTSIDE, count)
                + one.bulletin.line(PacketLine.INSIDE, count);
      }
    }
    return new Totals(
        sums[Bulletin.OFFERED],
        sums[Bulletin.PASSED],
        sums[Bulletin.DROPPED],
        sums[Bulletin.CHALLENGED],
        line[LineCount.RECEIVED.ordinal()],
        line[LineCount.RECEIVE_LOST.ordinal()],
        line[LineCount.SEND_LOST.ordinal()]);
  }

  private void tell(LiveEvent event) {
    listener.hear(clock.nanoTime(), event);
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
