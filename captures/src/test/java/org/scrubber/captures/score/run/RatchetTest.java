package org.scrubber.captures.score.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.score.criteria.Row;

final class RatchetTest {
  private static final String REACHED =
      """
      # a comment
      A-02\tSYM\tG1 v1\tpass\t0.99999
      A-02\tSYM\tG5\tnot yet\t0.5\tclients wait for their retransmission
      A-02\tASYM\tG1 v1\tpass\t1
      """;

  private static Card card(Row... rows) {
    Task task = new Task(Drill.scenario("A-02", Map.of()), Mode.SYM, Profile.CI, 1);
    return new Card(task, List.of(rows), null, List.of(), List.of(), List.of(), List.of());
  }

  private static Row row(String criterion, String subject, Row.State state) {
    return new Row(criterion, subject, ">= 1", "measured", state);
  }

  @Test
  void shouldHoldWhatWasReached() {
    Ratchet.Comparison comparison =
        Ratchet.parse(REACHED)
            .compare(
                List.of(
                    card(row("G1", "v1", Row.State.PASS), row("G5", "", Row.State.NOT_MEASURED))));
    assertTrue(comparison.holds());
    assertEquals(List.of(), comparison.advanced());
  }

  @Test
  void shouldBreakWhenSomethingIsLost() {
    Ratchet.Comparison comparison =
        Ratchet.parse(REACHED).compare(List.of(card(row("G1", "v1", Row.State.FAIL))));
    assertFalse(comparison.holds());
    assertEquals(List.of("A-02 SYM G1 v1: measured"), comparison.broken());
  }

  @Test
  void shouldBreakWhenSomethingIsNoLongerMeasured() {
    Ratchet.Comparison comparison =
        Ratchet.parse(REACHED).compare(List.of(card(row("G5", "", Row.State.FAIL))));
    assertFalse(comparison.holds());
    assertEquals(List.of("A-02 SYM G1 v1"), comparison.missing());
  }

  @Test
  void shouldBreakWhenSomethingIsMissedThatIsNotListed() {
    Ratchet.Comparison comparison =
        Ratchet.parse(REACHED)
            .compare(List.of(card(row("G1", "v1", Row.State.PASS), row("G6", "", Row.State.FAIL))));
    assertFalse(comparison.holds());
    assertEquals(List.of("A-02 SYM G6: measured"), comparison.unlisted());
  }

  @Test
  void shouldNameWhatMustPassAndIsNotPlayed() {
    Task task = card().task();
    assertEquals(List.of("A-02 ASYM"), Ratchet.parse(REACHED).unplayed(List.of(task)));
  }

  @Test
  void shouldSayWhatIsReachedNow() {
    Ratchet.Comparison comparison =
        Ratchet.parse(REACHED)
            .compare(
                List.of(
                    card(
                        row("G1", "v1", Row.State.PASS),
                        row("G5", "", Row.State.PASS),
                        row("G6", "", Row.State.PASS),
                        row("G3", "warm-up", Row.State.INFO))));
    assertEquals(List.of("A-02 SYM G5: measured", "A-02 SYM G6: measured"), comparison.advanced());
  }

  @Test
  void shouldAdvanceAndNeverGoBack() {
    Ratchet ratchet = Ratchet.parse(REACHED);
    String text =
        ratchet.advance(
            List.of(
                card(
                    row("G1", "v1", Row.State.FAIL),
                    row("G5", "", Row.State.FAIL),
                    row("G6", "", Row.State.PASS))));
    assertEquals(
        List.of(
            "A-02\tSYM\tG1 v1\tpass\t0.99999",
            "A-02\tSYM\tG5\tnot yet\tmeasured\tclients wait for their retransmission",
            "A-02\tASYM\tG1 v1\tpass\t1",
            "A-02\tSYM\tG6\tpass\tmeasured"),
        text.lines().filter(line -> !line.startsWith("#")).toList());
    assertEquals(text, Ratchet.parse(text).advance(List.of()));
  }

  @Test
  void shouldRefuseALineThatIsNone() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Ratchet.parse("# a\nA-02\tSYM\tG1\tmaybe\t1"));
    assertTrue(thrown.getMessage().startsWith("line 2: "), thrown.getMessage());
  }
}
