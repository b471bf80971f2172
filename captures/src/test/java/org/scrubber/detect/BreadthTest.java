package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

/** A flood over many objects, below the thresholds of each. */
class BreadthTest {
  private static final int OBJECTS = 8;
  private static final int ATTACK_MS = 240_000;

  private static String host(int object) {
    return "198.18." + object + ".10";
  }

  /** Eight objects that have had a newcomer's packet a second each, for four minutes. */
  private static Scene scene() {
    Scene scene = Scene.protecting("198.18.0.0/24");
    for (int object = 1; object < OBJECTS; object++) {
      limits(scene).object("object-" + object, "198.18." + object + ".0/24");
    }
    limits(scene);
    for (int object = 0; object < OBJECTS; object++) {
      int to = object;
      scene.at(object * 97).every(1_000_000);
      scene.send(320, "normal", n -> newcomer(n, to));
      scene.at(object * 83).every(1_000_000); // Both directions are seen.
      scene.send(320, "out", n -> udp(host(to), 5_000, source(900_000 + to), 5_000, noise(n, 30)));
    }
    return scene;
  }

  private static Scene limits(Scene scene) {
    return scene.limit(ThresholdKey.SYN_PPS, 200).limit(ThresholdKey.UDP_FLOW_PPS, 200);
  }

  private static PacketBuilder newcomer(int n, int object) {
    int from = 700_000 + 1_000 * object + n;
    return n % 2 == 0
        ? syn(source(from), port(from), host(object), 443, from)
        : udp(source(from), port(from), host(object), 4_000, noise(from, 50 + n % 90));
  }

  /** Fifty a second to each of so many objects, a quarter of their threshold. */
  private static void flood(
      Scene scene, int objects, java.util.function.IntFunction<PacketBuilder> packet) {
    scene.at(ATTACK_MS).every(20_000 / objects).send(20 * 50 * objects, "flood", packet);
  }

  @Test
  void shouldMeetASynFloodThatIsBelowEveryThresholdWithinASecond() {
    Scene scene = scene();
    for (int n = 0; n < 40; n++) { // Known clients come back while it lasts.
      scene.at(100_000 + n * 500L).every(5_000);
      new Visitor("client", "11.5.5." + n, 30_000, host(n % OBJECTS), 443).connect(scene);
      scene.at(ATTACK_MS + 2_000 + n * 400L).every(5_000);
      new Visitor("client", "11.5.5." + n, 31_000, host(n % OBJECTS), 443).connect(scene);
    }
    flood(scene, OBJECTS, n -> syn(source(n), port(n), host(n % OBJECTS), 443, n));
    Outcome outcome = scene.run();
    outcome.of("flood").between(ATTACK_MS + 1_000, ATTACK_MS + 20_000).loses(90);
    outcome.of("client").passes();
    outcome.of("normal").between(0, ATTACK_MS).passes();
    outcome.of("normal").between(ATTACK_MS + 60_000, 400_000).passes();
    assertEquals(OBJECTS, outcome.mitigations().size());
    for (int k = 0; k < OBJECTS; k++) {
      assertFalse(outcome.mitigations().get(k).isActive(), "gone within a minute");
    }
    assertEquals(
        1, outcome.report().incidents().stream().map(one -> one.campaignId()).distinct().count());
  }

  @Test
  void shouldMeetAUdpFloodThatIsBelowEveryThreshold() {
    Scene scene = scene();
    flood(scene, OBJECTS, n -> udp(source(n), port(n), host(n % OBJECTS), 80, noise(7, 400)));
    Outcome outcome = scene.run();
    outcome.of("flood").between(ATTACK_MS + 1_000, ATTACK_MS + 20_000).loses(99);
    outcome.of("normal").between(0, ATTACK_MS).passes();
  }

  @Test
  void shouldNotMindTheSameRateAtAFewObjects() {
    Scene scene = scene();
    flood(scene, 3, n -> syn(source(n), port(n), host(n % 3), 443, n));
    Outcome outcome = scene.run();
    outcome.of("flood").passes();
    assertEquals(0, outcome.mitigations().size());
  }

  @Test
  void shouldNotTakeAScanForIt() {
    Scene scene = scene();
    flood(
        scene,
        OBJECTS,
        n -> syn("66.1.2.3", 55_555, "198.18." + n % OBJECTS + "." + n / 8 % 250, 443, n));
    Outcome outcome = scene.run();
    outcome.of("flood").passes();
    assertEquals(0, outcome.mitigations().size());
  }

  @Test
  void shouldNotTakeACrowdThatIsServedForIt() {
    Scene scene = scene();
    for (int n = 0; n < 8_000; n++) { // Fifty a second to each object, and every one is answered.
      scene.at(ATTACK_MS + n * 5L / 2).every(5_000);
      new Visitor("crowd", source(2_000_000 + n), 40_000, host(n % OBJECTS), 443).connect(scene);
    }
    Outcome outcome = scene.run();
    outcome.of("crowd").passes();
    assertTrue(outcome.of("crowd").size() > 20_000);
  }

  @Test
  void shouldNotJudgeByWhatItHasNotYetLearned() {
    Scene scene = scene();
    scene.at(60_000).every(2_500);
    scene.send(8_000, "early", n -> syn(source(n), port(n), host(n % OBJECTS), 443, n));
    scene.run().of("early").passes();
  }
}
