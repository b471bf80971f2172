package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/**
 * After the warm-up, the first second under load is as good as later ones. A few seconds here; the
 * sixtieth with {@code -Dscrubber.load-seconds=60}.
 */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(300)
@Tag("long")
final class FirstSecondInNamespacesTest {
  private static final int SECONDS = Integer.getInteger("scrubber.load-seconds", 8);
  private static final int PPS = Integer.getInteger("scrubber.flood-pps", 10_000);
  private static final int CLIENTS = 10;
  private static final int NS_PER_US = 1_000;

  /** Cold code takes ten times as long and more. */
  private static final int MOST_RATIO = 3;

  @TempDir Path directory;

  /** What the worker's thread has done and used by a moment. */
  private record Sample(double packets, double lost, long cpuNs) {
    static Sample of(LiveBench live, Path schedule) throws IOException {
      String used = Files.readString(schedule);
      return new Sample(
          live.metric("scrubber_offered_packets_total"),
          live.metric("scrubber_interface_receive_lost_packets_total"),
          Long.parseLong(used.substring(0, used.indexOf(' '))));
    }

    double cpuNsPerPacketSince(Sample before) {
      return (cpuNs - before.cpuNs) / Math.max(1, packets - before.packets);
    }
  }

  @Test
  void shouldTakeNoLongerForAPacketInTheFirstSecond() throws Exception {
    try (LiveBench live = new LiveBench("first", directory)) {
      live.serve(1);
      live.addSources(2 * CLIENTS);
      String policy = live.policy("profile: web\nthresholds: { syn-pps: 200 }").toString();
      Process process = live.run(LiveBench.WARM, "--policy", policy, "--metrics", "127.0.0.1:9469");
      Path schedule = scheduleOfWorker(process);
      Process flood = live.flood(PPS, SECONDS + 30, FloodKind.SYN, BumpBench.SERVER);
      live.awaitMetric("scrubber_challenges_sent_total", 1);
      List<Sample> samples = new ArrayList<>();
      samples.add(Sample.of(live, schedule));
      Connects first = connect(live, 0);
      long beganNs = System.nanoTime();
      for (int second = 1; second <= SECONDS; second++) {
        LiveBench.pass(Math.max(0, second * 1_000 - (System.nanoTime() - beganNs) / 1_000_000));
        samples.add(Sample.of(live, schedule));
      }
      Connects last = connect(live, CLIENTS);
      flood.destroy();
      flood.waitFor();
      live.end(process);
      double early = samples.get(1).cpuNsPerPacketSince(samples.getFirst());
      double late = samples.getLast().cpuNsPerPacketSince(samples.get(SECONDS / 2));
      Figures.note(
          "first second, CPU of the worker's thread a packet",
          String.format(
              Locale.ROOT,
              "%.1f us, in the second half of %d s %.1f us; lost before the worker %.0f and %.0f"
                  + " a second; connect %s, then %s",
              early / NS_PER_US,
              SECONDS,
              late / NS_PER_US,
              samples.get(1).lost - samples.getFirst().lost,
              (samples.getLast().lost - samples.get(SECONDS / 2).lost) / (SECONDS - SECONDS / 2),
              first,
              last));
      assertTrue(live.said().contains("warmed up in"), live.said());
      assertEquals(CLIENTS, first.succeeded(), first.toString());
      assertEquals(CLIENTS, last.succeeded(), last.toString());
      assertTrue(early < MOST_RATIO * late, early + " ns, then " + late);
    }
  }

  private Connects connect(LiveBench live, int from) throws IOException {
    return Connects.atOnce(
        live.client(),
        directory,
        LiveBench.SMALL,
        IntStream.range(from, from + CLIENTS).mapToObj(k -> LiveBench.source(false, k)).toList());
  }

  /** Finds where the kernel says how long the worker's thread has run, once it does. */
  private static Path scheduleOfWorker(Process process) throws IOException {
    for (int tries = 0; tries < 100; tries++) {
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
        for (Path thread : threads.toList()) {
          if (Files.readString(thread.resolve("comm")).strip().startsWith("scrubber-worker")) {
            return thread.resolve("schedstat");
          }
        }
      }
      LiveBench.pass(50);
    }
    throw new IllegalStateException("no worker");
  }
}
