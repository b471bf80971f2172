package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;
import org.scrubber.live.event.Witness;
import org.scrubber.live.wire.WireOpener;

/** A live run on a thread of its own, for tests. */
final class LiveThread {
  private static final int PATIENCE_S = 20;

  private final LiveRun run;
  private final CompletableFuture<Totals> ending;

  /** Starts a run. */
  LiveThread(
      LiveRun.Options options,
      PolicySource policies,
      WireOpener opener,
      LiveEvent.Listener listener) {
    run = new LiveRun(options, policies, opener, listener);
    ending =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** Returns options with counters and state in a directory, and no warm-up. */
  static LiveRun.Options options(
      Path directory, boolean watch, long durationNs, Witness.Source witnesses) {
    return options(directory, watch, false, durationNs, witnesses);
  }

  /** Returns options with counters and state in a directory. */
  static LiveRun.Options options(
      Path directory, boolean watch, boolean warmUp, long durationNs, Witness.Source witnesses) {
    return new LiveRun.Options(
        "1.2.3",
        "eth0",
        "eth1",
        1,
        List.of(),
        false,
        watch,
        warmUp,
        durationNs,
        directory.resolve("live.counters"),
        directory.resolve("state"),
        witnesses);
  }

  /** Returns the run. */
  LiveRun run() {
    return run;
  }

  /** Returns what it ends with. */
  CompletableFuture<Totals> ending() {
    return ending;
  }

  /** Ends it and returns what became of all packets. */
  Totals stop() throws Exception {
    run.stop();
    return ending.get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** Waits until something holds. */
  static void until(BooleanSupplier condition) {
    long untilNs = System.nanoTime() + PATIENCE_S * 1_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < untilNs, "this takes too long");
      LockSupport.parkNanos(1_000_000);
    }
  }
}
