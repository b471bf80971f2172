package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Verdict;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

/** Who is lost when not everybody can be carried: never more than the pressure says. */
class OverloadTest {
  private static final int MANY = 1_000_000_000;
  private static final String QUIET = "198.18.4.10";

  /** Two objects that no threshold protects, so that nothing but overload drops anything. */
  private static Scene scene() {
    Scene scene = Scene.protecting("198.18.0.0/24");
    unlimited(scene);
    scene.object("quiet", "198.18.4.0/24");
    unlimited(scene);
    return scene;
  }

  private static void unlimited(Scene scene) {
    for (ThresholdKey key : ThresholdKey.values()) {
      if (key.key().endsWith("-pps")) {
        scene.limit(key, MANY);
      }
    }
  }

  private static Visitor visitor(int n, String host) {
    String label = host.equals(QUIET) ? "known to quiet" : "known";
    return new Visitor(label, source(50_000 + n), 40_000 + n, host, 443);
  }

  /** Visitors of both objects connect in peace, and talk later. */
  private static void visitors(Scene scene, int pressure) {
    scene.at(0).every(1_000).underPressure(0);
    for (int n = 0; n < 60; n++) {
      visitor(n, n % 2 == 0 ? HOST : QUIET).connect(scene);
    }
    scene.at(10_000).every(400).underPressure(pressure);
    for (int n = 0; n < 60; n++) {
      visitor(n, n % 2 == 0 ? HOST : QUIET).data(scene, n);
    }
  }

  private static void strangers(Scene scene, int pressure) {
    scene.at(9_500).every(500).underPressure(pressure);
    scene.send(3_000, "new", n -> syn(source(n), 4_000, HOST, 443, n));
    scene.at(9_500).every(5_000);
    scene.send(300, "new to quiet", n -> syn(source(9_000 + n), 4_000, QUIET, 443, n));
  }

  private static void routers(Scene scene) {
    scene.at(9_500).every(5_000);
    scene.send(200, "bgp", n -> ethernet().ipv4(source(n), HOST).tcp(40_000, 179).ack(7).seq(n));
    scene.at(9_500).every(5_000);
    scene.send(200, "bfd", n -> udp(source(n), 49_152, HOST, 3_784, noise(n, 24)));
  }

  private static Outcome under(int pressure) {
    Scene scene = scene();
    visitors(scene, pressure);
    strangers(scene, pressure);
    routers(scene);
    Outcome outcome = scene.run();
    outcome.report();
    return outcome;
  }

  private static List<Outcome.Judged> of(Outcome outcome, String label) {
    return outcome.packets().stream().filter(p -> p.label().equals(label)).toList();
  }

  private static long lost(Outcome outcome, String label) {
    return of(outcome, label).stream().filter(p -> p.verdict() != Verdict.PASS).count();
  }

  @Test
  void shouldDoNothingWithoutPressure() {
    Outcome outcome = under(0);
    for (String label : List.of("known", "known to quiet", "new", "new to quiet", "bgp", "bfd")) {
      assertEquals(0, lost(outcome, label), label);
    }
  }

  @Test
  void shouldShedStrangersOfTheGreedyObjectFirst() {
    Outcome outcome = under(2 * Overload.LEVEL + Overload.LEVEL / 2);
    long lost = lost(outcome, "new");
    assertTrue(lost > 1_100 && lost < 1_900, () -> lost + " of 3000");
    for (String label : List.of("known", "known to quiet", "new to quiet", "bgp", "bfd")) {
      assertEquals(0, lost(outcome, label), label);
    }
  }

  @Test
  void shouldKeepWhatAnObjectWithinItsShareIsSentByThoseItKnows() {
    Outcome outcome = under(Overload.MOST);
    assertEquals(0, lost(outcome, "known to quiet"));
    for (Outcome.Judged one : of(outcome, "known")) {
      assertTrue(
          one.verdict() == Verdict.PASS || one.reason().equals("overload-share"), "its share");
    }
    assertTrue(lost(outcome, "known") <= 30, () -> lost(outcome, "known") + " of the greedy one's");
    assertTrue(lost(outcome, "new") > 2_500, "strangers");
    assertTrue(lost(outcome, "new to quiet") > 250, "strangers of the other");
    assertEquals(0, lost(outcome, "bgp"));
    assertEquals(0, lost(outcome, "bfd"));
  }

  @Test
  void shouldShedAttacksBeforeAnythingElse() {
    // The flood is over, and its mitigation holds: what comes under it is half of what is offered.
    Outcome outcome = underMitigation(7_500);
    assertEquals(0, lost(outcome, "known"));
    assertTrue(
        of(outcome, "unlike").stream().anyMatch(p -> p.reason().equals("overload-attack")),
        () -> of(outcome, "unlike").toString());
  }

  @Test
  void shouldKeepTheFewThatAFloodsFiltersLeave() {
    Outcome outcome = underMitigation(5_500);
    assertTrue(lost(outcome, "flood") > 1_500, "the flood itself is stopped");
    assertEquals(0, lost(outcome, "known"));
    assertTrue(
        of(outcome, "unlike").stream().noneMatch(p -> p.reason().startsWith("overload")),
        () -> of(outcome, "unlike").toString());
  }

  /** A flood from 5 s to 7 s, and from a time on others that pass up to the threshold. */
  private static Outcome underMitigation(int unlikeMs) {
    Scene scene = Scene.protecting("198.18.0.0/24");
    scene.at(0).every(1_000);
    for (int n = 0; n < 20; n++) {
      visitor(n, HOST).connect(scene);
    }
    scene.underPressure(2 * Overload.LEVEL).at(5_000).every(1_000);
    scene.send(2_000, "flood", n -> udp(source(n), 7, HOST, 9, noise(0, 300)));
    scene.at(unlikeMs).every(50_000);
    for (int n = 0; n < 20; n++) {
      visitor(n, HOST).data(scene, 1);
    }
    // Unlike the flood, so that they pass up to the threshold.
    scene.at(unlikeMs).every(40_000);
    scene.send(30, "unlike", n -> udp(source(3_000 + n), 900 + n, HOST, 9, noise(n, 50 + n)));
    Outcome outcome = scene.run();
    outcome.report();
    return outcome;
  }

  @Test
  void shouldStopWhatMonitorModeWouldOnlyCountWhenThereIsNoRoom() {
    Scene scene = Scene.protecting("198.18.0.0/24").monitoring();
    scene.at(0).every(1_000);
    scene.send(500, "counted", n -> udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)));
    scene.underPressure(Overload.LEVEL);
    scene.send(500, "stopped", n -> udp(source(n), 53, HOST, 80, dnsAnswer(n, 300)));
    Outcome outcome = scene.run();
    assertTrue(
        of(outcome, "counted").stream()
            .allMatch(p -> p.monitored() || p.verdict() == Verdict.PASS));
    assertTrue(
        of(outcome, "stopped").stream()
            .allMatch(p -> !p.monitored() && p.reason().equals("overload-monitored")));
    assertEquals(500, outcome.report().totals().dropped().packets());
  }

  @Test
  void shouldNotTakeWhatItShedsForAnAttack() {
    Outcome outcome = under(Overload.MOST);
    assertEquals(List.of(), outcome.report().vectors());
    assertEquals(List.of(), outcome.report().incidents());
  }
}
