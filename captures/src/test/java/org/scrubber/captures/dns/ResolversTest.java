package org.scrubber.captures.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.dialogue.Bench;
import org.scrubber.captures.dialogue.Disorder;
import org.scrubber.captures.dialogue.Reassembly;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;

class ResolversTest {
  private static Bench bench(Profile profile, int seconds, LegitPlan.Extra... extras) {
    return installed(new Bench(profile, seconds, extras));
  }

  private static Bench installed(Bench bench) {
    Resolvers.install(bench.setting, bench.setting.plan().tenant("T12"));
    return bench;
  }

  @Test
  void shouldLetAsManyAnswersComeInAsThePlanSays() {
    Bench bench = bench(Profile.LAB, 60).run();
    Tenant core = bench.setting.plan().tenant("T12");
    double planned = bench.setting.legitPps(core, Resolvers.CLASS, 0);
    assertEquals(planned, bench.inboundPps(Resolvers.CLASS, "T12"), planned / 20);
    assertEquals(List.of(), bench.incidents);
    assertEquals(0, bench.failures());
    assertTrue(bench.attempts.size() > 15_000, bench.attempts.size() + " attempts");
  }

  @Test
  void shouldAnswerEveryQuestionWithItsOwnIdAndName() {
    Bench bench = bench(Profile.NIGHTLY, 30).run();
    Map<String, ByteBuffer> questions = new HashMap<>();
    for (Reassembly.Whole question : Reassembly.of(bench.packets(false))) {
      assertTrue(Reassembly.isSound(question));
      questions.put(key(question.payload(), Integer.rotateLeft(question.ports(), 16)), null);
    }
    int found = 0;
    int apart = 0;
    for (Reassembly.Whole answer : Reassembly.of(bench.packets(true))) {
      assertTrue(Reassembly.isSound(answer));
      assertTrue(questions.containsKey(key(answer.payload(), answer.ports())));
      apart += answer.packets() > 1 ? 1 : 0;
      assertRecordsFill(answer.payload());
      found++;
    }
    assertTrue(found > 2_000);
    assertEquals(0.06, apart / (double) found, 0.015);
  }

  /** Port, id and question of a message. */
  private static String key(ByteBuffer message, int ports) {
    byte[] question = question(message);
    return ports + " " + message.getShort(0) + " " + new String(question);
  }

  private static byte[] question(ByteBuffer message) {
    int end = 12;
    while (message.get(end) != 0) {
      end += 1 + message.get(end);
    }
    byte[] question = new byte[end + 5 - 12];
    message.get(12, question);
    return question;
  }

  private static void assertRecordsFill(ByteBuffer message) {
    int at = 12 + question(message).length;
    int records = message.getShort(6) + message.getShort(8) + message.getShort(10);
    for (int k = 0; k < records; k++) {
      at += message.get(at) == 0 ? 1 : 2;
      at += 10 + (message.getShort(at + 8) & 0xffff);
    }
    assertEquals(message.capacity(), at);
  }

  @Test
  void shouldMarkFragmentsAndNothingElseAsHard() {
    Bench bench = bench(Profile.NIGHTLY, 20).run();
    for (Bench.Packet packet : bench.packets) {
      byte[] ip = packet.ip();
      boolean apart =
          ip[0] >> 4 == 4 ? (ByteBuffer.wrap(ip).getShort(6) & 0x3fff) != 0 : ip[6] == 44;
      assertEquals(apart, packet.truth().kind() == Truth.Kind.LEGIT_HARD);
      assertTrue(ip.length <= 1_500);
    }
  }

  @Test
  void shouldAskAnotherServerWhenNoAnswerPasses() {
    Bench bench = bench(Profile.CI, 20);
    // For five seconds no answer passes: what began early fails, what began late needs a retry.
    bench.dropped = packet -> packet.inbound() && packet.timeNs() < 5_000_000_000L;
    bench.run();
    List<Attempt> early =
        bench.attempts.stream().filter(one -> one.startNs() < 5_000_000_000L).toList();
    assertTrue(early.stream().anyMatch(one -> one.tookNs() > Lookup.TIMEOUT_NS));
    assertTrue(bench.failures() > 10);
    assertEquals(
        0, bench.attempts.stream().filter(one -> one.startNs() > 5e9 && one.tookNs() < 0).count());
  }

  @Test
  void shouldGiveUpAfterThreeTries() {
    Bench bench = bench(Profile.CI, 10);
    bench.dropped = Bench.Packet::inbound;
    bench.run();
    assertFalse(bench.attempts.isEmpty());
    assertEquals(bench.attempts.size(), bench.failures());
    double perLookup = bench.packets(false).size() / (double) bench.attempts.size();
    assertEquals(3, perLookup, 0.8); // The last ones are still at it.
  }

  @Test
  void shouldGoOnWhereTheQuestionsAreNotSeen() {
    Bench bench = installed(new Bench(Profile.CI, 10, View.ASYMMETRIC, List.of()));
    bench.run();
    assertEquals(0, bench.packets(false).size());
    assertEquals(0, bench.failures());
    assertTrue(bench.attempts.size() > 200);
  }

  @Test
  void shouldSendTheSameBytesInEveryRun() {
    assertEquals(bench(Profile.LAB, 5).run().digest(), bench(Profile.LAB, 5).run().digest());
    assertNotEquals(
        bench(Profile.LAB, 5).run().digest(),
        bench(Profile.LAB, 5, new LegitPlan.Extra(Disorder.EXTRA, Map.of())).run().digest());
  }

  @Test
  void shouldReassembleWhatComesLateOrTwice() {
    LegitPlan.Extra disorder =
        new LegitPlan.Extra(Disorder.EXTRA, Map.of("out-of-order", 30, "duplicated", 10));
    Bench bench = bench(Profile.LAB, 20, disorder).run();
    List<Reassembly.Whole> answers = Reassembly.of(bench.packets(true));
    assertTrue(answers.stream().allMatch(Reassembly::isSound));
    assertTrue(answers.stream().filter(one -> one.packets() > 1).count() > 300);
    assertEquals(0, bench.failures());
  }

  @Test
  void shouldBringLargeAnswersFromFewServersInARollover() {
    LegitPlan.Extra rollover = new LegitPlan.Extra(Resolvers.ROLLOVER, Map.of("at", 0, "hold", 60));
    Bench bench = bench(Profile.LAB, 30, rollover).run();
    double planned = bench.setting.legitPps(bench.setting.plan().tenant("T12"), Resolvers.CLASS, 0);
    assertEquals(planned, bench.inboundPps(Resolvers.CLASS, "T12"), planned / 20);
    Map<String, Integer> bySource = new HashMap<>();
    List<Reassembly.Whole> answers = Reassembly.of(bench.packets(true));
    for (Reassembly.Whole answer : answers) {
      int half = answer.addresses().length / 2;
      bySource.merge(HexFormat.of().formatHex(answer.addresses(), 0, half), 1, Integer::sum);
    }
    long apart = answers.stream().filter(one -> one.packets() > 1).count();
    assertEquals(0.5, apart / (double) answers.size(), 0.05);
    long tcp = bench.packets(true).stream().filter(Bench.Packet::isTcp).count();
    assertEquals(OverTcp.PACKETS_TO_CLIENT, tcp / (0.1 * bench.attempts.size()), 1);
    assertEquals(0, bench.failures());
    // 200 servers of each family.
    int busiest =
        bySource.values().stream().sorted((a, b) -> b - a).limit(400).mapToInt(one -> one).sum();
    assertTrue(busiest > answers.size() * 0.8, busiest + " of " + answers.size());
  }

  @Test
  void shouldLetAMailGatewayLookNamesUp() {
    LegitPlan.Extra gateway =
        new LegitPlan.Extra(Resolvers.GATEWAY, Map.of("tenant", "T01", "pps", 100));
    Bench bench = new Bench(Profile.LAB, 20, gateway);
    Resolvers.installGateway(bench.setting, gateway);
    bench.run();
    assertEquals(100, bench.inboundPps(Resolvers.CLASS, "T01"), 10);
    assertEquals(0, bench.failures());
  }

  @Test
  void shouldKeepNamesAsTheyAreOnTheWire() {
    assertArrayEquals(new byte[] {1, 'a', 2, 'b', 'e', 0}, DnsMessages.wireName("a.be"));
    assertEquals(400, new HashSet<>(Names.existing().stream().map(String::new).toList()).size());
  }
}
