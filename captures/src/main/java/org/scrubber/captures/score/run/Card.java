package org.scrubber.captures.score.run;

import java.util.List;
import org.scrubber.captures.score.criteria.Row;
import org.scrubber.captures.score.ledger.Causes.Cause;
import org.scrubber.captures.score.ledger.Timeline;

/**
 * The score of one run.
 *
 * @param task what was played
 * @param rows a row for each criterion, in order
 * @param timeline packets by second
 * @param losses what legitimate traffic lost, by class and reason, the most frequent first
 * @param passed what of the attack passed, by vector and traffic
 * @param failures who could not connect, by class and kind of attempt
 * @param deaths what established flows died of
 */
public record Card(
    Task task,
    List<Row> rows,
    Timeline timeline,
    List<Cause> losses,
    List<Cause> passed,
    List<Cause> failures,
    List<Cause> deaths) {

  /** Tells whether all criteria are met. */
  public boolean passes() {
    return rows.stream().noneMatch(Row::isMissed);
  }

  /** Returns how many rows are in a state. */
  public long count(Row.State state) {
    return rows.stream().filter(row -> row.state() == state).count();
  }
}
