package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Truth;
import org.scrubber.wire.Tcp;

class AttackTrafficTest {
  @ParameterizedTest
  @ValueSource(strings = {"A-02", "A-12", "A-15", "A-09"})
  void shouldSendTheSameBytesInEveryRun(String id) {
    int seconds = id.equals("A-12") ? 4 : 32;
    Scenario scenario = id.equals("A-02") ? upTo(id, 5) : Scenarios.byId(id);
    Rehearsal first = Rehearsal.of(scenario, seconds);
    Rehearsal again = Rehearsal.of(scenario, seconds);
    Rehearsal otherSeed = Rehearsal.of(scenario, 2, seconds, (batch, i) -> true);
    assertTrue(first.total >= 199_000, () -> first.packets().toString());
    String digest = first.sha256();
    assertEquals(digest, again.sha256());
    assertNotEquals(digest, otherSeed.sha256());
  }

  /** Returns a scenario whose vectors are no longer than so many seconds, one after the other. */
  static Scenario upTo(String id, double seconds) {
    Scenario whole = Scenarios.byId(id);
    List<VectorPlan> vectors = new ArrayList<>();
    for (VectorPlan v : whole.vectors()) {
      Map<String, Object> values = new HashMap<>(v.values());
      values.remove("ramp");
      double startS = vectors.size() * seconds;
      double lengthS = Math.min(seconds, v.lengthS());
      vectors.add(
          new VectorPlan(
              v.number(), v.id(), startS, lengthS, v.rate(), v.vectors(), v.invariant(), values));
    }
    return with(whole, vectors);
  }

  private static Scenario with(Scenario whole, List<VectorPlan> vectors) {
    return new Scenario(
        whole.id(),
        whole.title(),
        whole.tier(),
        whole.modes(),
        0,
        0,
        whole.attackS(),
        0,
        whole.targets(),
        vectors,
        new LegitPlan(1, List.of(), List.of()),
        whole.limits(),
        whole.modeLimits(),
        0,
        0,
        whole.why());
  }

  @TestFactory
  List<DynamicTest> shouldHitOnlyWhomTheScenarioNames() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      if (!scenario.vectors().isEmpty()) {
        tests.add(DynamicTest.dynamicTest(scenario.id(), () -> checkTargets(scenario)));
      }
    }
    return tests;
  }

  private static void checkTargets(Scenario scenario) {
    double seconds = 0.2;
    Set<Integer> hit = new TreeSet<>();
    Set<Integer> vectors = new TreeSet<>();
    Rehearsal.of(
        upTo(scenario.id(), seconds),
        seconds * scenario.vectors().size(),
        (batch, i, crossing) -> {
          assertTrue(crossing.truth.vector() >= 0);
          if (crossing.truth.kind() == Truth.Kind.ATTACK) {
            hit.add(crossing.truth.tenant());
            vectors.add(crossing.truth.vector());
          }
        });
    Set<Integer> named = new TreeSet<>();
    scenario.targets().forEach(id -> named.add(Plan.standard().tenant(id).number()));
    if (!scenario.isBenign()) {
      assertEquals(scenario.vectors().size(), vectors.size(), scenario.id());
      // Rotation begins with the first, and only servers of the whole network are hit by waves.
      assertTrue(named.containsAll(hit), scenario.id() + " hit " + hit + ", not only " + named);
    }
  }

  @Test
  void shouldClaimReservedSourcesAsOftenAsTheyExist() {
    Rehearsal flood =
        Rehearsal.of(
            Scenarios.byId("A-02"),
            5,
            (batch, i, crossing) ->
                assertEquals(
                    crossing.truth.traffic().equals("bogon-source"),
                    crossing.truth.invariant(),
                    "invariant"));
    double share = flood.packets("bogon-source") / (double) flood.total;
    assertEquals(200_000, flood.total, 2_000);
    assertEquals(0.138, share, 0.005);
  }

  @Test
  void shouldMixByPacketsNotByDatagrams() {
    Rehearsal flood = Rehearsal.of(Scenarios.byId("A-12"), 4);
    assertEquals(0.20, flood.packets("memcached-amplification") / (double) flood.total, 0.01);
    assertEquals(0.20, flood.packets("dns-amplification") / (double) flood.total, 0.01);
    assertEquals(0.15, flood.packets("cldap-amplification") / (double) flood.total, 0.01);
    assertEquals(0.10, flood.packets("ssdp-amplification") / (double) flood.total, 0.01);
    assertEquals(0.05, flood.packets("slp-amplification") / (double) flood.total, 0.02);
  }

  @Test
  void shouldSendFragmentsOfOneDatagramWithinAMillisecond() {
    Map<Long, long[]> last = new HashMap<>();
    long[] checked = new long[1];
    Rehearsal.of(
        Scenarios.byId("A-13"),
        2,
        (batch, i, crossing) -> {
          if ((batch.parseFlags[i] & org.scrubber.parse.ParseFlags.FRAGMENT) != 0) {
            long key = batch.sourceLow[i] << 16 | batch.fragmentId[i];
            long[] before = last.computeIfAbsent(key, k -> new long[2]);
            if (batch.fragmentOffset[i] > 0) {
              assertEquals(before[1], batch.fragmentOffset[i]);
              assertTrue(crossing.timeNs - before[0] < 1_000_000, "late fragment");
              checked[0]++;
            }
            int header = batch.fragmentOffset[i] == 0 ? 8 : 0;
            before[0] = crossing.timeNs;
            before[1] = batch.fragmentOffset[i] + batch.payloadLength[i] + header;
          }
        });
    assertTrue(checked[0] > 10_000, "fragments: " + checked[0]);
  }

  @Test
  void shouldRefuseTargetsThatAreNotTheLabs() {
    Scenario whole = Scenarios.byId("A-02");
    VectorPlan v = whole.vectors().getFirst();
    Map<String, Object> values = new HashMap<>(v.values());
    values.put("to", "192.0.2.1");
    VectorPlan strayed = new VectorPlan(0, "v1", 0, 1, 1, v.vectors(), false, values);
    Scenario scenario = with(whole, List.of(strayed));
    assertThrows(IllegalStateException.class, () -> Rehearsal.of(scenario, 1));
  }

  @Test
  void shouldNameScenarioAndVectorOfUnknownTool() {
    Scenario whole = Scenarios.byId("A-02");
    Map<String, Object> values = new HashMap<>(whole.vectors().getFirst().values());
    values.put("tool", "hping4");
    VectorPlan odd = new VectorPlan(0, "v1", 0, 1, 1, List.of("syn-flood"), false, values);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Rehearsal.of(with(whole, List.of(odd)), 1));
    assertTrue(error.getMessage().startsWith("A-02 v1: no tool hping4"), error.getMessage());
  }

  @Test
  void shouldStompOnlyAfterAHandshake() {
    int[] counts = new int[3];
    Rehearsal stomp =
        Rehearsal.of(
            Scenarios.byId("A-09"),
            40,
            (batch, i, crossing) -> {
              if (crossing.truth.vector() == 3) {
                counts[kind(batch, i, crossing)]++;
              }
            });
    assertEquals(2_000, counts[0], 5, "SYNs");
    assertEquals(2_000, counts[1], 5, "SYN-ACKs of the server");
    assertTrue(counts[2] > 115_000, "segments: " + counts[2]);
    assertTrue(stomp.packets("tcp-malformed") > 100_000);
  }

  private static int kind(PacketBatch batch, int i, Crossing crossing) {
    if (batch.tcpFlags[i] == Tcp.SYN) {
      assertEquals(Truth.Kind.AMBIGUOUS, crossing.truth.kind());
      return 0;
    }
    return crossing.inbound ? 2 : 1;
  }

  @Test
  void shouldChangeItsToolAtOnceWhenTheProbeFails() {
    assertEquals(1, toolsWithin(20, (batch, i) -> true));
    // Every connection fails, so that the next tool is due 3 s after the first second.
    assertTrue(toolsWithin(20, (batch, i) -> false) >= 4);
  }

  private static int toolsWithin(double seconds, Rehearsal.Judge judge) {
    Set<String> tools = new TreeSet<>();
    Rehearsal.of(
        Scenarios.byId("A-22"),
        1,
        seconds,
        judge,
        (batch, i, crossing) -> {
          if (crossing.truth.kind() == Truth.Kind.ATTACK) {
            tools.add(crossing.truth.traffic().replace("bogon-source", "syn-flood"));
          }
        });
    return tools.size();
  }
}
