package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class ReleaseTest {
  private static final String NETWORK = "198.18.0.0/24";

  private static PacketBuilder flood(int n) {
    return udp(source(n), port(n), HOST, 80, noise(7, 300));
  }

  private static PacketBuilder newcomer(int n) {
    return udp(source(n + 500_000), port(n), HOST, 4_000, noise(n, 40 + n % 97));
  }

  /** Sends newcomers at random distances; nobody is seen to answer them. */
  private static void newcomers(Scene scene, int fromMs, int toMs, int pps, String label) {
    double ms = fromMs;
    for (int n = 0; ms < toMs; n++) {
      double u = ((SplitMix64.mix(n * 31L + pps) >>> 11) + 1) / (double) (1L << 53);
      ms += -StrictMath.log(u) * 1_000 / pps;
      scene.at((long) ms).send(label, newcomer(n));
    }
  }

  private static Scene scene(int pps) {
    return Scene.protecting(NETWORK)
        .limit(ThresholdKey.UDP_FLOW_PPS, pps)
        .limit(ThresholdKey.UDP_PPS, 100_000);
  }

  private static Mitigation only(Outcome outcome) {
    assertEquals(1, outcome.mitigations().size());
    return outcome.mitigations().get(0);
  }

  @Test
  void shouldEndWithinAMinuteAlthoughStrangersAreManyBelowTheThreshold() {
    Scene scene = scene(200);
    newcomers(scene, 0, 240_000, 130, "normal");
    scene.at(60_000).every(500).send(20_000, "flood", ReleaseTest::flood);
    Outcome outcome = scene.run();
    outcome.of("flood").after(60).loses(99);
    Mitigation one = only(outcome);
    assertFalse(one.isActive());
    assertTrue(one.endedNs <= 130_000_000_000L, () -> "ended at " + one.endedNs);
    assertEquals(1, one.pulses);
    outcome.of("normal").between(0, 60_000).passes();
    outcome.of("normal").between(130_000, 240_000).passes();
  }

  @Test
  void shouldFlapAtMostOnceWhereTheThresholdIsLow() {
    Scene scene = scene(50);
    newcomers(scene, 0, 900_000, 34, "normal");
    scene.at(60_000).every(500).send(20_000, "flood", ReleaseTest::flood);
    Outcome outcome = scene.run();
    Mitigation one = only(outcome);
    assertTrue(one.pulses <= 2, () -> one.pulses + " pulses");
    outcome.of("normal").between(300_000, 900_000).passes();
  }

  @Test
  void shouldEndNoLaterThanItsHoldAfterTheLastPacket() {
    Scene scene = scene(200).limit(ThresholdKey.HOLD, 60);
    scene.at(10_050).every(500).send(20_000, "flood", ReleaseTest::flood);
    scene.at(20_050).every(1_000_000).send(70, "sparse", ReleaseTest::newcomer);
    Mitigation one = only(scene.run());
    assertFalse(one.isActive());
    // The clock begins with the flood, which is over at 10 s.
    assertEquals(70_000_000_000L, one.endedNs, 100_000_000);
  }

  @Test
  void shouldEndOnTimeAlthoughStreamsGoOnThatNobodyIsSeenAnswering() {
    Scene scene = scene(20).limit(ThresholdKey.UDP_PPS, 1_000);
    // Ten streams of ten packets a second each: below what all UDP may be, and no newcomers.
    scene.at(0).every(10_000);
    scene.send(
        18_000, "stream", n -> udp("11.9.9." + n % 10, 443, HOST, 40_000 + n % 10, noise(n, 900)));
    scene.at(60_000).every(500).send(20_000, "flood", ReleaseTest::flood);
    Outcome outcome = scene.run();
    Mitigation one = only(outcome);
    assertEquals(100_000_000_000L, one.endedNs, 1_000_000_000);
    outcome.of("flood").after(60).loses(99);
    outcome.of("stream").between(0, 60_000).passes();
    outcome.of("stream").between(100_500, 180_000).passes();
    long stopNs = outcome.report().incidents().getFirst().stopNs();
    assertEquals(70_000, (stopNs - Scene.START_NS) / 1_000_000, 1_000);
  }

  @Test
  void shouldHoldThroughAPulseWaveAndStayOneVector() {
    Scene scene = scene(200);
    for (int pulse = 0; pulse < 8; pulse++) {
      scene.at(10_000 + pulse * 90_000L).every(200);
      scene.send(10_000, "pulse" + pulse, ReleaseTest::flood);
    }
    Outcome outcome = scene.run();
    assertEquals(8, only(outcome).pulses);
    for (int pulse = 1; pulse < 8; pulse++) {
      outcome.of("pulse" + pulse).after(10).isCondemned(); // 2 ms.
    }
    assertEquals(1, outcome.report().incidents().size());
    assertEquals(8, outcome.report().incidents().getFirst().vectors().getFirst().pulses());
  }

  @Test
  void shouldEndACarpetAlthoughOneOfItsVectorsHasMuchNormalTraffic() {
    Scene scene =
        Scene.protecting("198.18.32.0/19")
            .limit(ThresholdKey.UDP_FLOW_PPS, 200)
            .limit(ThresholdKey.UDP_PPS, 100_000);
    // Normal: 300 newcomers a second over the prefix, whose UDP threshold is 800.
    scene.at(0).every(3_333);
    scene.send(60_000, "normal", n -> udp(source(n), port(n), host(n), 4_000, noise(n, 50)));
    scene.at(30_000).every(250);
    scene.send(40_000, "udp", n -> udp(source(n), port(n), host(n), 80, noise(7, 300)));
    scene.at(30_000).every(250);
    scene.send(40_000, "dns", n -> udp(source(n), 53, host(n), 80, dnsAnswer(n, 300)));
    Outcome outcome = scene.run();
    assertEquals("198.18.32.0/19", outcome.report().incidents().getFirst().targets().getFirst());
    for (int k = 0; k < outcome.mitigations().size(); k++) {
      Mitigation one = outcome.mitigations().get(k);
      assertFalse(one.isActive(), one::treated);
      assertTrue(one.endedNs <= 100_000_000_000L, () -> "ended at " + one.endedNs);
    }
    outcome.of("normal").between(100_000, 200_000).passes();
  }

  private static String host(int n) {
    int index = n * 2_731 & 0x1fff;
    return "198.18." + (32 + (index >>> 8)) + "." + (index & 255);
  }
}
