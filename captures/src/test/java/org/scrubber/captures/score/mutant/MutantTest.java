package org.scrubber.captures.score.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.run.Card;
import org.scrubber.captures.score.run.Drill;
import org.scrubber.captures.score.run.Run;

final class MutantTest {
  private final Run run = new Run(Drill::stage);

  @ParameterizedTest
  @CsvSource({
    "PASS_ALL, A-02, G1",
    "DROP_ALL, A-02, G3",
    "BLOCK_LOUD_SOURCES, A-02, G1",
    "DROP_FIRST_SYN, A-02, G5",
    "DROP_REPLY_PORTS, B-03, G3",
  })
  void shouldFindABadScrubberOut(Mutant mutant, String id, String criterion) {
    Finding finding = Finding.of(run, mutant, Drill.task(id));
    assertTrue(finding.found(), finding.toString());
    assertEquals(criterion, finding.criterion());
  }

  @Test
  void shouldSeeThatFirstSynsStopTheFloodAndStillFail() {
    Card card =
        run.score(Drill.task("A-02"), Mutant.DROP_FIRST_SYN.gate(Drill.task("A").profile()));
    assertEquals(Row.State.PASS, state(card, "G1 v1"));
    assertEquals(Row.State.FAIL, state(card, "G5"));
    assertEquals(Row.State.PASS, state(card, "G6"));
  }

  @Test
  void shouldBlockWhoIsLoud() {
    Card card =
        run.score(Drill.task("B-05"), Mutant.BLOCK_LOUD_SOURCES.gate(Drill.task("B").profile()));
    assertEquals(Row.State.FAIL, state(card, "G3 during"));
    assertEquals("DNS_REC × block-rule", card.losses().getFirst().text());
  }

  @Test
  void shouldNotExpectWhatAScenarioCannotTell() {
    assertFalse(Mutant.DROP_REPLY_PORTS.mustFail(Drill.task("A-02").scenario()));
    assertFalse(Mutant.PASS_ALL.mustFail(Drill.task("B-02").scenario()));
    assertTrue(Mutant.DROP_ALL.mustFail(Drill.task("B-02").scenario()));
  }

  private static Row.State state(Card card, String name) {
    return card.rows().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }
}
