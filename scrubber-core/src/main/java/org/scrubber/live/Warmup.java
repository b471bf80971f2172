package org.scrubber.live;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.scrubber.counter.CounterFile;
import org.scrubber.counter.LiveCounters;
import org.scrubber.live.rehearsal.Act;
import org.scrubber.live.rehearsal.Kinds;
import org.scrubber.live.rehearsal.RehearsalPolicy;
import org.scrubber.live.rehearsal.Stage;
import org.scrubber.snapshot.HandOver;
import org.scrubber.snapshot.SnapshotException;

/**
 * Has the packet path compiled before the first packet comes: a worker of its own rehearses on
 * traffic of all kinds, until a round takes no longer than the best one did.
 */
final class Warmup {
  /** Rounds that must be no slower than the best. */
  private static final int STEADY_ROUNDS = 9;

  private static final double STEADY = 1.25;

  /** What is not compiled by then will be under way. */
  static final long LONGEST_NS = 15_000_000_000L;

  /** Where each second counts, the rest is left to the packets that come. */
  static final long HURRIED_NS = 500_000_000L;

  private static final long LEAST_NS = 2_000_000_000L;

  private static final int HAND_OVERS = 3;

  /** Virtual time of a turn, by round: floods are steep, or last until their looks are settled. */
  static final long[] TURNS_NS = {1_000_000L, 20_000_000L, 300_000_000L};

  /** Virtual time after a round, so that floods end. */
  private static final long PAUSE_NS = 20_000_000_000L;

  private final long beganNs = System.nanoTime();
  private final Stage stage;
  private final BooleanSupplier stopped;
  private final long longestNs;
  private long nowNs = 1_600_000_000_000_000_000L;

  private Warmup(BooleanSupplier stopped, long longestNs, Stage stage) {
    this.stage = stage;
    this.stopped = stopped;
    this.longestNs = longestNs;
  }

  /**
   * Warms up.
   *
   * @param stopped tells that it is not wanted any more; it ends soon then
   * @param longestNs how long it may take, {@link #LONGEST_NS} or {@link #HURRIED_NS}
   * @return how long it took, ns
   * @throws IOException when there is no memory for it
   */
  static long run(BooleanSupplier stopped, long longestNs) throws IOException {
    Kinds.load();
    try (Stage stage = new Stage()) {
      return new Warmup(stopped, longestNs, stage).rehearse();
    }
  }

  private boolean isOver() {
    return stopped.getAsBoolean() || elapsedNs() >= longestNs;
  }

  private long elapsedNs() {
    return System.nanoTime() - beganNs;
  }

  private long rehearse() {
    Act[] acts = Act.values();
    long[] bestNs = new long[acts.length];
    Arrays.fill(bestNs, Long.MAX_VALUE);
    Duty duty = begin(acts[0]);
    int steady = 0;
    int rounds = 0;
    while (!isOver() && (elapsedNs() < LEAST_NS || steady < STEADY_ROUNDS)) {
      int act = rounds / TURNS_NS.length % acts.length;
      if (rounds > 0 && rounds % TURNS_NS.length == 0) {
        duty.detach();
        duty = begin(acts[act]);
      }
      long roundNs = round(duty, acts[act].turns(), TURNS_NS[rounds++ % TURNS_NS.length]);
      steady = roundNs <= bestNs[act] * STEADY ? steady + 1 : 0;
      bestNs[act] = Math.min(bestNs[act], roundNs);
    }
    duty.detach();
    if (!stopped.getAsBoolean() && longestNs >= LONGEST_NS) {
      handOver(duty.engine());
    }
    return elapsedNs();
  }

  /** Begins an act with a worker to whom everything is new, as in the first second of a run. */
  private Duty begin(Act act) {
    stage.play(act);
    LiveEngine engine = LiveEngine.of(RehearsalPolicy.create(act));
    Duty duty = new Duty(() -> nowNs, engine);
    duty.attach(stage.line());
    LiveCounters counters = counters(engine, duty);
    duty.tell(one -> one.publish(counters));
    duty.tell(Duty::publishNow);
    return duty;
  }

  /** Returns where a worker counts; null where no file can be. */
  private static @Nullable LiveCounters counters(LiveEngine engine, Duty duty) {
    try {
      CounterFile file = CounterFile.nameless(engine.tally().objectPackets.length);
      return new LiveCounters(file, 0, engine.worker(), engine.tally(), duty.meter());
    } catch (IOException e) {
      return null; // The first second is slower then, and nothing else.
    }
  }

  /** A reload has the worker copy all that it knows, which takes ten times as long in cold code. */
  private static void handOver(LiveEngine from) {
    LiveEngine next = LiveEngine.of(from.policy());
    for (int k = 0; k < HAND_OVERS; k++) {
      try {
        HandOver.between(from.worker(), next.worker());
      } catch (SnapshotException e) {
        throw new IllegalStateException(e); // Both have the seed of one policy.
      }
    }
  }

  private long round(Duty duty, int turns, long turnNs) {
    long roundBeganNs = System.nanoTime();
    for (int turn = 0; turn < turns && !isOver(); turn++) {
      try {
        stage.step();
        if (duty.turn() == 0) {
          duty.await(0);
        }
      } catch (IOException e) {
        throw new IllegalStateException(e); // A rehearsal has no interface that could go.
      }
      nowNs += turnNs;
    }
    nowNs += PAUSE_NS;
    return System.nanoTime() - roundBeganNs;
  }
}
