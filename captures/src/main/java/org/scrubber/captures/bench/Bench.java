package org.scrubber.captures.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/**
 * Measures settings, one after the other.
 *
 * <p>Workers have a thread each, as in the live run. With several, passes of the first alone take
 * turns with passes of all at once, so that their ratio is one of the same run.
 */
public final class Bench {
  private static final int PERCENT_BEST = 5;
  private static final int PERCENT_GOOD = 25;

  private Bench() {}

  /**
   * Has all code compiled that any traffic takes, as the live run does before its first packet; to
   * be called once, before the first measurement.
   */
  public static void rehearse(Setting like) {
    Setting setting =
        Setting.quick(Kind.IPV6_HALF).withPasses(like.passPackets(), like.warmingPasses(), 1);
    try (Lane lane = new Lane(setting, 0)) {
      lane.warmUp();
    }
  }

  /**
   * Measures one setting.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static Measurement measure(Setting setting) throws InterruptedException {
    int workers = setting.workers();
    Rounds alone = new Rounds();
    List<Rounds> together = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    Outcome[] outcomes = new Outcome[workers];
    Throwable[] failures = new Throwable[workers];
    CyclicBarrier barrier = new CyclicBarrier(workers);
    for (int number = 0; number < workers; number++) {
      Rounds mine = new Rounds();
      together.add(mine);
      int lane = number;
      Runnable work =
          () ->
              outcomes[lane] = run(setting, lane, barrier, lane == 0 ? alone : new Rounds(), mine);
      Thread thread = new Thread(work, "bench-" + number);
      thread.setUncaughtExceptionHandler((t, failure) -> fail(failures, lane, failure, barrier));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Throwable failure : failures) {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
    }
    return result(setting, workers == 1 ? null : alone, together, outcomes[0]);
  }

  private static void fail(
      Throwable[] failures, int lane, Throwable failure, CyclicBarrier barrier) {
    failures[lane] = failure;
    barrier.reset(); // Nobody is to wait for who does not come.
  }

  private static Outcome run(
      Setting setting, int number, CyclicBarrier barrier, Rounds alone, Rounds together) {
    try (Lane lane = new Lane(setting, number)) {
      lane.warmUp();
      for (int pass = 0; pass < setting.passes(); pass++) {
        await(barrier);
        if (setting.workers() > 1 && number == 0) {
          lane.pass(alone);
        }
        await(barrier);
        lane.pass(together);
      }
      await(barrier);
      return lane.check();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (BrokenBarrierException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Measurement result(
      Setting setting, @Nullable Rounds alone, List<Rounds> together, Outcome outcome) {
    double perNs = 0;
    Rounds all = new Rounds();
    for (Rounds rounds : together) {
      perNs += 1 / rounds.percentileNs(PERCENT_GOOD);
      all.add(rounds);
    }
    return new Measurement(
        setting,
        all.percentileNs(PERCENT_BEST),
        all.percentileNs(PERCENT_GOOD),
        all.allocatedBytes(),
        all.count(),
        outcome,
        alone == null ? 1 : perNs * alone.percentileNs(PERCENT_GOOD));
  }
}
