package org.scrubber.captures.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;

class ScenariosTest {
  private static final String SMALL =
      """
      id: X-01
      title: Small
      tier: P0
      modes: [SYM]
      why: A test.
      attack: 10
      targets: [T01]
      vectors:
        - id: v1
          rate: 2
          report: [syn-flood]
          tool: hping3-syn
          from: RANDV4
          to: 198.18.0.10
      limits: {G1: 0.9}
      """;

  private static Scenario read(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    return Scenarios.read("x-01.yaml", new ByteArrayInputStream(bytes));
  }

  private static void refuses(String yaml, String... words) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> read(yaml));
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
  }

  @Test
  void shouldHaveAllScenariosOnce() {
    Set<String> ids = new TreeSet<>();
    for (Scenario scenario : Scenarios.all()) {
      assertTrue(ids.add(scenario.id()), scenario.id());
      assertTrue(List.of("P0", "P1", "P2").contains(scenario.tier()), scenario.id());
      assertFalse(scenario.modes().isEmpty(), scenario.id());
    }
    assertEquals(42, ids.size());
    assertTrue(ids.containsAll(Set.of("A-01", "A-02b", "A-30", "B-02x", "B-07", "D-01")));
  }

  @Test
  void shouldNameOnlyTenantsOfThePlan() {
    Set<String> known = new TreeSet<>(Plan.standard().tenants().stream().map(Tenant::id).toList());
    for (Scenario scenario : Scenarios.all()) {
      assertTrue(known.containsAll(scenario.targets()), scenario.id());
      for (Surge surge : scenario.legit().surges()) {
        assertTrue(surge.tenant().equals("*") || known.contains(surge.tenant()), scenario.id());
      }
    }
  }

  @Test
  void shouldFindScenarioWhateverItsCase() {
    for (Scenario scenario : Scenarios.all()) {
      assertEquals(scenario, Scenarios.byId(scenario.id().toLowerCase(Locale.ROOT)));
    }
  }

  @Test
  void shouldNameTheNearestWhenIdIsUnknown() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Scenarios.byId("a-o2b"));
    assertTrue(error.getMessage().contains("A-02b"), error.getMessage());
  }

  @Test
  void shouldFillInWhatIsUsual() {
    Scenario scenario = read(SMALL);
    assertEquals(600, scenario.warmUpS());
    assertEquals(60, scenario.beforeS());
    assertEquals(60, scenario.afterS());
    VectorPlan vector = scenario.vectors().getFirst();
    assertEquals(0, vector.startS());
    assertEquals(10, vector.lengthS());
    assertFalse(vector.invariant());
    assertEquals(1, scenario.legit().base());
    assertEquals(0.9, scenario.limit(Mode.SYM, "G1", 0.5));
  }

  @Test
  void shouldNameFileAndKeyOfWhatItRefuses() {
    refuses(SMALL + "colour: red\n", "x-01.yaml", "colour");
    refuses(SMALL.replace("rate: 2", "rat: 2"), "x-01.yaml", "vectors[0]", "rat");
    refuses(SMALL.replace("rate: 2", "rate: fast"), "vectors[0]", "rate", "number");
    refuses(SMALL.replace("syn-flood", "sin-flood"), "report", "sin-flood");
    refuses(SMALL.replace("[SYM]", "[SIM]"), "modes", "SIM");
    refuses(SMALL.replace("G1: 0.9", "H1: 0.9"), "limits", "H1");
    refuses(SMALL.replace("title: Small\n", ""), "title", "missing");
    refuses(SMALL.replace("attack: 10", "attack: 10.5"), "attack", "whole");
    refuses(SMALL.replace("    tool: hping3-syn\n", ""), "vectors[0]", "tool", "missing");
    refuses(SMALL.replace("rate: 2", "at: 5\n    for: 6"), "for", "end");
  }
}
