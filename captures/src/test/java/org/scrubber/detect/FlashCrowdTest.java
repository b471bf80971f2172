package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.policy.Profile;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** Many new clients that complete handshakes are no attack, however steep they come. */
class FlashCrowdTest {
  private static final int SECONDS = 18;
  private static final int RAMP_SECONDS = 10;

  /** What the scrubber sees, and what the server delays: its SYN-ACKs or its data. */
  private record Crowd(boolean bothWays, boolean lateHandshake) {}

  private static double chance(long n, int what) {
    return (SplitMix64.mix(n * 8 + what) >>> 11) / (double) (1L << 53);
  }

  private static void client(Scene scene, Crowd crowd, int n, long atMs) {
    String from = source(n);
    int port = 1_025 + n % 60_000;
    int mine = n * 7_919;
    int theirs = n * 104_729 + 1;
    long rttMs = 10 + (long) (90 * chance(n, 0));
    long lateMs = (long) (4_000 * chance(n, 1));
    long repliedMs = atMs + (crowd.lateHandshake ? lateMs : 1);
    scene.at(atMs).send("crowd", syn(from, port, HOST, 443, mine));
    if (crowd.lateHandshake) {
      for (long againMs = 1_000; againMs < lateMs + rttMs; againMs = againMs * 2 + 1_000) {
        scene.at(atMs + againMs).send("crowd", syn(from, port, HOST, 443, mine));
      }
    }
    if (crowd.bothWays) {
      scene.at(repliedMs).send("crowd", synAck(HOST, 443, from, port, theirs, mine + 1));
    }
    long openMs = repliedMs + rttMs;
    if (chance(n, 2) < 0.03) {
      scene.at(openMs).send("crowd", rst(from, port, HOST, 443, mine + 1));
      return;
    }
    scene.at(openMs).send("crowd", ack(from, port, HOST, 443, mine + 1, theirs + 1, 0));
    scene.at(openMs).send("crowd", ack(from, port, HOST, 443, mine + 1, theirs + 1, 100));
    if (crowd.bothWays) {
      long answeredMs = openMs + (crowd.lateHandshake ? 1 : lateMs);
      scene.at(answeredMs).send("crowd", ack(HOST, 443, from, port, theirs + 1, mine + 101, 300));
    }
  }

  private static Outcome run(int synPps, Crowd crowd) {
    Scene scene = Scene.protecting("198.18.0.0/24").remembering(1 << 19);
    for (ThresholdKey key : ThresholdKey.values()) {
      scene.limit(key, key.of(Profile.WEB.thresholds()));
    }
    int n = 0;
    for (int ms = 0; ms < SECONDS * 1_000; ms++) {
      // Five seconds as always, ten seconds up to fifty times that, and there it stays.
      double grown = Math.clamp((ms - 5_000) / (RAMP_SECONDS * 1_000.0), 0, 1);
      double pps = synPps * (0.02 + 0.98 * grown);
      long due = (long) (pps / 1_000) + (chance(ms, 7) < pps / 1_000 % 1 ? 1 : 0);
      for (int k = 0; k < due; k++) {
        client(scene, crowd, n++, ms);
      }
    }
    return scene.run();
  }

  @ParameterizedTest
  @CsvSource({
    "620, true, false", "620, true, true", "620, false, false", "620, false, true",
    "6000, true, false", "6000, true, true", "6000, false, false", "6000, false, true"
  })
  void shouldRaiseNothing(int synPps, boolean bothWays, boolean lateHandshake) {
    Outcome outcome = run(synPps, new Crowd(bothWays, lateHandshake));
    outcome.of("crowd").passes();
    assertEquals(0, outcome.mitigations().size());
  }
}
