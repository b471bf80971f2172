package org.scrubber.captures.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.dialogue.Bench;
import org.scrubber.captures.dialogue.Reassembly;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;

class ServicesTest {
  private static Tenant tenant(Bench bench, String id) {
    return bench.setting.plan().tenant(id);
  }

  private static double planned(Bench bench, String id, String traffic) {
    return bench.setting.legitPps(tenant(bench, id), traffic, 0);
  }

  // ---- time ----

  @Test
  void shouldAnswerEachTimeRequestOnce() {
    Bench bench = new Bench(Profile.LAB, 60);
    TimeService.install(bench.setting, tenant(bench, "T12"));
    bench.run();
    double planned = planned(bench, "T12", TimeService.CLASS);
    assertEquals(planned, bench.inboundPps(TimeService.CLASS, null), planned / 10);
    Set<Integer> asked = new HashSet<>();
    for (Reassembly.Whole question : Reassembly.of(bench.packets(false))) {
      assertEquals(0x23, question.payload().get(0));
      asked.add(question.ports() >>> 16);
    }
    int own = 0;
    int extended = 0;
    List<Reassembly.Whole> answers = Reassembly.of(bench.packets(true));
    for (Reassembly.Whole answer : answers) {
      assertTrue(Reassembly.isSound(answer));
      assertEquals(4, answer.payload().get(0) & 7);
      assertEquals(123, answer.ports() >>> 16);
      assertTrue(asked.contains(answer.ports() & 0xffff));
      int bytes = answer.payload().capacity();
      assertTrue(bytes == 48 || bytes >= 180 && bytes <= 260, bytes + " bytes");
      extended += bytes > 48 ? 1 : 0;
      own += (answer.ports() & 0xffff) == 123 ? 1 : 0;
    }
    assertEquals(0.6, own / (double) answers.size(), 0.06);
    assertEquals(0.05, extended / (double) answers.size(), 0.02);
    assertEquals(0, bench.failures());
  }

  @Test
  void shouldAskForTheTimeOnceMoreAfterALoss() {
    Bench bench = new Bench(Profile.LAB, 20);
    TimeService.install(bench.setting, tenant(bench, "T12"));
    bench.dropped = packet -> packet.inbound() && packet.timeNs() < 3_000_000_000L;
    bench.run();
    assertTrue(bench.failures() > 0);
    assertTrue(bench.attempts.stream().anyMatch(one -> one.tookNs() > 2_000_000_000L));
    assertTrue(bench.attempts.stream().noneMatch(one -> one.startNs() > 3e9 && one.tookNs() < 0));
  }

  @Test
  void shouldLetClocksAskEightTimesAndSomebodyCheat() {
    LegitPlan.Extra wave =
        new LegitPlan.Extra(ClockWave.EXTRA, Map.of("at", 1, "clients", 5_000, "vector", 3));
    Bench bench = new Bench(Profile.NIGHTLY, 60, wave);
    ClockWave.install(bench.setting, wave);
    bench.run();
    List<Bench.Packet> lists =
        bench.packets.stream()
            .filter(packet -> packet.truth().kind() == Truth.Kind.ATTACK)
            .toList();
    assertEquals(10, lists.size());
    for (Bench.Packet list : lists) {
      assertEquals(3, list.truth().vector());
      assertEquals(468, list.ip().length);
      assertEquals(7, list.ip()[28] & 7);
    }
    assertEquals(10_000, bench.attempts.size());
    assertEquals(10_010, bench.packets(true).size());
  }

  // ---- logins ----

  private static Bench logins(int seconds) {
    Bench bench = new Bench(Profile.LAB, seconds);
    Logins.install(bench.setting, tenant(bench, "T05"));
    return bench;
  }

  @Test
  void shouldBringLoginsRoundByRound() {
    Bench bench = logins(120).run();
    double planned = planned(bench, "T05", Logins.CLASS);
    assertEquals(planned, bench.inboundPps(Logins.CLASS, "T05"), planned / 8);
    assertEquals(0, bench.failures());
    assertTrue(bench.attempts.size() > 150, bench.attempts.size() + " logins");
    List<Reassembly.Whole> requests = Reassembly.of(bench.packets(true));
    int apart = 0;
    for (Reassembly.Whole request : requests) {
      assertTrue(Reassembly.isSound(request));
      assertAttributesFill(request.payload());
      apart += request.packets() > 1 ? 1 : 0;
      assertTrue(request.packets() <= 2);
    }
    assertEquals(0.25, apart / (double) requests.size(), 0.05);
    Reassembly.of(bench.packets(false)).forEach(one -> assertAttributesFill(one.payload()));
  }

  private static void assertAttributesFill(ByteBuffer message) {
    assertEquals(message.capacity(), message.getShort(2));
    int at = 20;
    while (at < message.capacity()) {
      at += message.get(at + 1) & 0xff;
    }
    assertEquals(message.capacity(), at);
  }

  @Test
  void shouldRepeatALoginsRequestWordForWord() {
    Bench bench = logins(60);
    Map<String, Integer> seen = new HashMap<>();
    // Every request is lost when it comes for the first time, but for its second fragment.
    bench.dropped =
        packet -> {
          boolean first = (ByteBuffer.wrap(packet.ip()).getShort(6) & 0x1fff) == 0;
          if (!packet.inbound() || !first) {
            return false;
          }
          String payload = new String(packet.ip(), 28, packet.ip().length - 28);
          return seen.merge(payload, 1, Integer::sum) == 1;
        };
    bench.run();
    List<Attempt> done = bench.attempts;
    assertFalse(done.isEmpty());
    assertEquals(0, bench.failures());
    assertTrue(done.stream().allMatch(one -> one.tookNs() >= 30_000_000_000L));
    assertTrue(done.stream().allMatch(one -> one.usualNs() < 3_000_000_000L));
  }

  // ---- key exchange ----

  @Test
  void shouldBringCertificatesInFragments() {
    LegitPlan.Extra extra = new LegitPlan.Extra(KeyExchange.EXTRA, Map.of("per-second", 20));
    Bench bench = new Bench(Profile.LAB, 30, extra);
    KeyExchange.install(bench.setting, extra);
    bench.run();
    List<Reassembly.Whole> questions = Reassembly.of(bench.packets(true));
    long apart = questions.stream().filter(one -> one.packets() > 1).count();
    assertEquals(0.5, apart / (double) questions.size(), 0.02);
    for (Reassembly.Whole question : questions) {
      assertTrue(Reassembly.isSound(question));
      assertEquals(question.payload().capacity(), question.payload().getInt(24));
    }
    assertTrue(bench.attempts.size() > 400);
    assertEquals(0, bench.failures());
  }

  // ---- research ----

  private static Bench research(String id, int seconds) {
    Bench bench = new Bench(Profile.NIGHTLY, seconds);
    Research.install(bench.setting, tenant(bench, id));
    return bench;
  }

  @Test
  void shouldSendTransfersAndMeasurementsAtTheirRate() {
    for (String id : List.of("T05", "T11")) {
      Bench bench = research(id, 30).run();
      double planned = planned(bench, id, Research.CLASS);
      assertEquals(planned, bench.inboundPps(Research.CLASS, id), planned / 10);
      assertEquals(List.of(), bench.incidents);
    }
  }

  @Test
  void shouldCarryWholePacketsInTheTunnel() {
    Bench bench = research("T11", 10).run();
    int[] tunnelled = new int[2];
    for (Bench.Packet packet : bench.packets) {
      byte[] ip = packet.ip();
      if (ip[9] == 47) {
        assertEquals(Truth.Kind.LEGIT_HARD, packet.truth().kind());
        assertArrayEquals(new byte[] {0, 0, 8, 0, 0x45}, java.util.Arrays.copyOfRange(ip, 20, 25));
        assertEquals(ip.length - 24, ByteBuffer.wrap(ip).getShort(26));
        tunnelled[packet.inbound() ? 1 : 0]++;
      }
    }
    assertEquals(planned(bench, "T11", Research.CLASS), tunnelled[1], tunnelled[1] / 10.0);
    assertEquals(tunnelled[1] / 2.0, tunnelled[0], tunnelled[0] / 5.0);
  }

  @Test
  void shouldSayWhenTheTunnelIsCut() {
    Bench bench = research("T11", 60);
    bench.dropped =
        packet -> packet.inbound() && packet.ip()[9] == 47 && packet.timeNs() > 5_000_000_000L;
    bench.run();
    assertTrue(bench.incidents.contains("died: silence"), bench.incidents.toString());
    assertTrue(bench.incidents.getFirst().startsWith("gap: "));
  }

  @Test
  void shouldSendTheSameBytesInEveryRun() {
    assertEquals(research("T11", 5).run().digest(), research("T11", 5).run().digest());
    assertEquals(logins(10).run().digest(), logins(10).run().digest());
  }
}
