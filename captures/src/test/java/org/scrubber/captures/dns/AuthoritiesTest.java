package org.scrubber.captures.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.dialogue.Bench;
import org.scrubber.captures.dialogue.Reassembly;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;

class AuthoritiesTest {
  private static Bench bench(Profile profile, int seconds) {
    Bench bench = new Bench(profile, seconds);
    Authorities.install(bench.setting, bench.setting.plan().tenant("T12"));
    Authorities.install(bench.setting, bench.setting.plan().tenant("T01"));
    return bench;
  }

  @Test
  void shouldLetAsManyQuestionsComeInAsThePlanSays() {
    Bench bench = bench(Profile.LAB, 60).run();
    Setting setting = bench.setting;
    double planned =
        setting.legitPps(setting.plan().tenant("T12"), Authorities.CLASS, 0)
            + setting.legitPps(setting.plan().tenant("T01"), Authorities.CLASS, 0);
    assertEquals(planned, bench.inboundPps(Authorities.CLASS, null), planned / 20);
    assertEquals(List.of(), bench.incidents);
    assertEquals(0, bench.failures());
  }

  @Test
  void shouldAskForExistingNamesButForSomeTypos() {
    Bench bench = bench(Profile.LAB, 30).run();
    Set<String> existing = new HashSet<>();
    Names.existing().forEach(name -> existing.add(new String(name)));
    Map<Integer, Boolean> answered = new HashMap<>();
    int typos = 0;
    int all = 0;
    for (Reassembly.Whole question : Reassembly.of(bench.packets(true))) {
      assertTrue(Reassembly.isSound(question));
      byte[] name = new byte[question.payload().capacity() - 12];
      question.payload().get(12, name);
      int end = 0;
      while (name[end] != 0) {
        end += 1 + name[end];
      }
      String text = new String(name, 0, end + 1).toLowerCase(java.util.Locale.ROOT);
      typos += existing.contains(text) ? 0 : 1;
      all++;
      answered.put(question.payload().getShort(0) << 16 | question.ports() >>> 16, false);
    }
    assertEquals(0.08, typos / (double) all, 0.01);
    int known = 0;
    List<Reassembly.Whole> answers = Reassembly.of(bench.packets(false));
    for (Reassembly.Whole answer : answers) {
      assertTrue(answer.payload().capacity() <= 1_232);
      int key = answer.payload().getShort(0) << 16 | answer.ports() & 0xffff;
      known += answered.containsKey(key) ? 1 : 0;
    }
    assertEquals(answers.size(), known);
    long typing = bench.attempts.stream().filter(one -> one.group().equals(Query.TYPO)).count();
    assertEquals(typos, typing, 2);
  }

  @Test
  void shouldAskTheSecondServerWhenTheFirstIsUnreachable() {
    Bench bench = bench(Profile.LAB, 10);
    // The host number 5 of either family; the university's only server is another.
    bench.dropped =
        packet -> packet.inbound() && packet.ip()[packet.ip()[0] >> 4 == 4 ? 19 : 39] == 5;
    bench.run();
    // Over TCP nobody asks the second server.
    assertTrue(
        bench.attempts.stream()
            .filter(one -> !one.group().equals(Authorities.OVER_TCP))
            .noneMatch(one -> one.tookNs() < 0));
    long late = bench.attempts.stream().filter(one -> one.tookNs() > 800_000_000L).count();
    assertEquals(0.5, late / (double) bench.attempts.size(), 0.1);
  }

  @Test
  void shouldAskSomeQuestionsOverTcp() {
    Bench bench = bench(Profile.LAB, 60).run();
    long asked =
        bench.attempts.stream().filter(one -> one.group().equals(Authorities.OVER_TCP)).count();
    long packets = bench.packets(true).stream().filter(Bench.Packet::isTcp).count();
    assertEquals(0.02, asked / (double) bench.attempts.size(), 0.005);
    assertEquals(OverTcp.PACKETS_TO_SERVER, packets / (double) asked, 0.8);
  }

  @Test
  void shouldSendTheSameBytesInEveryRun() {
    assertEquals(bench(Profile.CI, 10).run().digest(), bench(Profile.CI, 10).run().digest());
  }
}
