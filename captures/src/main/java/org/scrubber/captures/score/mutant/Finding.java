package org.scrubber.captures.score.mutant;

import java.util.List;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.run.Card;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;

/**
 * Whether the lab found a bad scrubber out.
 *
 * @param mutant which one
 * @param task where
 * @param criterion that must be missed
 * @param measured what was measured of it, the first row that was missed
 * @param found whether it was missed
 */
public record Finding(Mutant mutant, Task task, String criterion, String measured, boolean found) {

  /** Plays a task with a bad scrubber. */
  public static Finding of(Run run, Mutant mutant, Task task) {
    Card card = run.score(task, mutant.gate(task.profile()));
    String criterion = mutant.criterion(task.scenario());
    List<Row> rows =
        card.rows().stream()
            .filter(row -> row.criterion().equals(criterion) || isInvariant(row, criterion))
            .filter(row -> row.state() != Row.State.INFO)
            .toList();
    Row shown =
        rows.stream()
            .filter(row -> row.state() == Row.State.FAIL)
            .findFirst()
            .orElse(rows.isEmpty() ? null : rows.getFirst());
    boolean found = shown != null && shown.state() == Row.State.FAIL;
    return new Finding(mutant, task, criterion, shown == null ? "no row" : shown.measured(), found);
  }

  /** G1z is G1 for vectors that need no detection. */
  private static boolean isInvariant(Row row, String criterion) {
    return criterion.equals("G1") && row.criterion().equals("G1z");
  }
}
