package org.scrubber.captures.score.criteria;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.score.gate.PassAll;
import org.scrubber.captures.score.run.Card;
import org.scrubber.captures.score.run.Drill;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;

final class NamedCriteriaTest {
  private static List<Row> rows(Map<String, Double> limits) {
    Task task = new Task(Drill.scenario("A-02", limits), Mode.SYM, Profile.CI, 1);
    Card card = new Run(Drill::stage).score(task, new PassAll());
    return card.rows().stream().filter(row -> row.criterion().equals("X")).toList();
  }

  @Test
  void shouldOnlyInformOfWhatNobodyAskedFor() {
    List<Row> rows = rows(Map.of());
    assertEquals(List.of("tcp"), rows.stream().map(Row::subject).toList());
    assertEquals(Row.State.INFO, rows.getFirst().state());
  }

  @Test
  void shouldMissWhatCannotBeMeasured() {
    Row row = rows(Map.of("X-no-such-thing", 1.0)).getFirst();
    assertEquals(Row.State.NOT_MEASURED, row.state());
    assertTrue(row.isMissed());
    assertEquals(Row.State.NOT_MEASURED, rows(Map.of("X-lookup", 0.9)).getFirst().state());
  }

  @Test
  void shouldHoldLossesAgainstTheirLimit() {
    assertEquals(Row.State.PASS, rows(Map.of("X-others-loss", 0.0)).getFirst().state());
    assertEquals(Row.State.PASS, rows(Map.of("X-media-gap-ms", 100.0)).getFirst().state());
  }

  @Test
  void shouldKnowEveryNameThatAScenarioUses() {
    List<String> elsewhere = List.of("X-cgn-infested", "X-cgn", "X-wake", "X-outage-s");
    Scenarios.all()
        .forEach(
            scenario ->
                scenario.limits().keySet().stream()
                    .filter(name -> name.startsWith("X-") && !elsewhere.contains(name))
                    .filter(name -> !name.endsWith("-G1"))
                    .forEach(
                        name ->
                            assertTrue(
                                rows(Map.of(name, 1.0)).stream()
                                    .noneMatch(r -> r.measured().equals("nothing measures it")),
                                scenario.id() + " " + name)));
  }
}
