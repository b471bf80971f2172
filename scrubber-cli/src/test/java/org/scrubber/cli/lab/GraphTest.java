package org.scrubber.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.score.gate.PassAll;
import org.scrubber.captures.score.run.Card;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;
import org.scrubber.cli.render.Style;

final class GraphTest {
  private static final Card CARD =
      new Run()
          .score(
              new Task(
                  Scenarios.byId("A-15").withWarmUp(0),
                  Scenarios.byId("A-15").modes().getFirst(),
                  Profile.CI,
                  1),
              new PassAll());

  @Test
  void shouldDrawTheAttackInSixtyColumns() {
    List<String> lines = new Graph(CARD.timeline(), false).lines();
    assertEquals(3, lines.size());
    String attack = lines.getFirst();
    assertTrue(attack.startsWith("attack  |          "), attack);
    assertEquals(60, attack.lastIndexOf('|') - attack.indexOf('|') - 1);
    assertTrue(attack.contains("peak 12,000/s, 192 s, 3.2 s a column"), attack);
    assertTrue(lines.get(1).matches("dropped \\| {60}\\| of the attack"), lines.get(1));
  }

  @Test
  void shouldDrawBlocksOnATerminal() {
    assertTrue(new Graph(CARD.timeline(), true).lines().getFirst().contains("█"));
  }

  @Test
  void shouldShowWhatToLookAtFirst() {
    String text = ScoreText.render(List.of(CARD), Style.PLAIN, false);
    assertTrue(text.contains("G1 v1"), text);
    assertTrue(text.contains("  passed: "), text);
    assertTrue(text.contains("0 of 1 runs pass every criterion"), text);
  }
}
