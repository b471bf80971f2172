package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.FloodKind;

/**
 * A flood that lasts: nothing is allocated for a packet, and clients connect to the end. A few
 * seconds here; for longer {@code -Dscrubber.soak-seconds=300}.
 */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(900)
@Tag("long")
final class SoakInNamespacesTest {
  private static final int SECONDS = Integer.getInteger("scrubber.soak-seconds", 5);
  private static final int PPS = Integer.getInteger("scrubber.flood-pps", 10_000);

  /** What is still cold after the warm-up is compiled by then, also on a busy machine. */
  private static final int SETTLING = 45;

  private static final int CLIENTS = 20;

  /** Less than the minute that the longest absence is remembered for. */
  private static final int LOOK_SECONDS = 50;

  private static final String AWAY = "scrubber_worker_away_seconds{worker=\"0\",window=\"minute\"}";

  @TempDir Path directory;

  @Test
  void shouldAllocateNothingForPackets() throws Exception {
    try (LiveBench live = new LiveBench("soak", directory)) {
      live.serve(1);
      live.addSources(CLIENTS);
      String policy = live.policy("profile: web\nthresholds: { syn-pps: 200 }").toString();
      Process process = live.run(LiveBench.WARM, "--policy", policy, "--metrics", "127.0.0.1:9469");
      Process flood =
          live.flood(
              PPS,
              SECONDS + SETTLING + 30,
              FloodKind.SYN,
              BumpBench.SERVER,
              FloodKind.NTP,
              BumpBench.SERVER,
              FloodKind.QUIC,
              BumpBench.SERVER6);
      live.await("mitigation raised: server syn-flood");
      Sample before = settle(live);
      double awaySeconds = 0;
      for (int left = SECONDS; left > 0; left -= LOOK_SECONDS) {
        LiveBench.pass(Math.min(left, LOOK_SECONDS) * 1_000L);
        awaySeconds = Math.max(awaySeconds, live.metric(AWAY));
      }
      Sample after = Sample.of(live);
      Connects connects =
          Connects.of(
              live.client(),
              directory,
              LiveBench.SMALL,
              IntStream.range(0, CLIENTS).mapToObj(k -> LiveBench.source(false, k)).toList());
      flood.destroy();
      flood.waitFor();
      live.end(process);
      note(before, after, awaySeconds);
      assertTrue(live.said().contains("warmed up in"), live.said());
      assertEquals(CLIENTS, connects.succeeded(), connects.toString());
      double packets = after.packets() - before.packets();
      assertTrue(packets > SECONDS * 500.0, packets + " packets");
      assertTrue(
          after.allocatedSince(before) < 1, after.allocatedSince(before) + " bytes a packet");
    }
  }

  /** Waits until a second goes by in which next to nothing was allocated. */
  private static Sample settle(LiveBench live) {
    Sample before = Sample.of(live);
    for (int second = 0; second < SETTLING; second++) {
      LiveBench.pass(1_000);
      Sample after = Sample.of(live);
      if (after.allocatedSince(before) < 0.5) {
        return after;
      }
      before = after;
    }
    return before;
  }

  private static void note(Sample before, Sample after, double awaySeconds) throws IOException {
    double packets = after.packets() - before.packets();
    double bytes = after.allocatedBytes() - before.allocatedBytes();
    Figures.note(
        "soak, " + SECONDS + " s",
        String.format(
            Locale.ROOT,
            "%,.0f packets, allocated %,.0f bytes (%.4f a packet), %.0f collections (%.3f s),"
                + " away %.3f s, lost %,.0f",
            packets,
            bytes,
            bytes / packets,
            after.collections() - before.collections(),
            after.collectionSeconds() - before.collectionSeconds(),
            awaySeconds,
            after.lost() - before.lost()));
  }

  /** What the run counts at a moment. */
  private record Sample(
      double packets,
      double allocatedBytes,
      double collections,
      double collectionSeconds,
      double lost) {
    /** Returns bytes a packet. */
    double allocatedSince(Sample before) {
      return (allocatedBytes - before.allocatedBytes) / Math.max(1, packets - before.packets);
    }

    static Sample of(LiveBench live) {
      return new Sample(
          live.metric("scrubber_offered_packets_total"),
          live.metric("scrubber_workers_allocated_bytes_total"),
          live.metric("scrubber_gc_pauses_total"),
          live.metric("scrubber_gc_pause_seconds_total"),
          live.metric("scrubber_interface_receive_lost_packets_total"));
    }
  }
}
