package org.scrubber.captures.score.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.gate.PassAll;

final class RunTest {
  private final Run run = new Run(Drill::stage);

  @Test
  void shouldScoreTheEngine() {
    Card card = run.score(Drill.task("A-02"), true);
    for (String name : List.of("G1 v1", "G2 v1", "G4 losses", "G4 mitigations", "G5", "G6")) {
      assertEquals(Row.State.PASS, row(card, name).state(), row(card, name).toString());
    }
    assertEquals(Row.State.PASS, row(card, "G9 opened").state());
    assertEquals("syn-flood", row(card, "G9 vectors").measured());
    assertEquals(Row.State.PASS, row(card, "G11 verdicts").state());
    assertEquals(Row.State.PASS, row(card, "G11 sum").state());
    for (String name : List.of("G9 incidents", "G9 peak pps", "G9 peak bit/s", "G14 v1")) {
      assertEquals(Row.State.PASS, row(card, name).state(), row(card, name).toString());
    }
  }

  @Test
  void shouldScoreTheSameTwice() {
    Card first = run.score(Drill.task("A-02"), false);
    Card second = run.score(Drill.task("A-02"), false);
    assertEquals(ofThePackets(first), ofThePackets(second));
    assertEquals(Row.State.INFO, row(first, "G11 verdicts").state());
  }

  /** Without what was allocated, since the first run loads classes. */
  private static List<Row> ofThePackets(Card card) {
    return card.rows().stream().filter(one -> !one.subject().equals("allocated")).toList();
  }

  @Test
  void shouldFindThatNothingWasStopped() {
    Card card = run.score(Drill.task("A-02"), new PassAll());
    assertEquals(Row.State.FAIL, row(card, "G1 v1").state());
    assertEquals(Row.State.NOT_MEASURED, row(card, "G14").state());
    assertFalse(card.passes(), "what is not measured has not passed");
    assertEquals("4 s", row(card, "G2 v1").measured());
    assertEquals("vector 1 × syn-flood", card.passed().getFirst().text());
    assertEquals(16_000, card.passed().getFirst().count());
    assertEquals(Row.State.PASS, row(card, "G5").state());
    assertEquals(Row.State.PASS, row(card, "G3 during").state());
  }

  @Test
  void shouldKeepTimeBySecond() {
    Card card = run.score(Drill.task("A-02"), new PassAll());
    assertEquals(14, card.timeline().seconds());
    assertEquals(0, card.timeline().attack(0, 2));
    assertEquals(4_000, card.timeline().attack(2, 3));
    assertEquals(16_000, card.timeline().attackPassed(0, 14));
    assertTrue(card.timeline().legit(0, 1) >= 250, "answers, SYNs and hellos");
  }

  private static Row row(Card card, String name) {
    return card.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
