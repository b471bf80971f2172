package org.scrubber.captures.score.criteria;

/**
 * One criterion of one run.
 *
 * @param criterion for example {@code G3}
 * @param subject what of it: a vector, a phase; may be empty
 * @param limit what is asked for, in words
 * @param measured what was found, in words
 * @param state whether that is enough
 */
public record Row(String criterion, String subject, String limit, String measured, State state) {
  /** Whether a criterion is met. */
  public enum State {
    /** Met. */
    PASS,
    /** Missed. */
    FAIL,
    /** Asked for, but there is nothing yet to measure it by: counts as missed. */
    NOT_MEASURED,
    /** Not asked for. */
    INFO;

    /** Returns the state as people and scripts read it. */
    public String text() {
      return switch (this) {
        case PASS -> "pass";
        case FAIL -> "FAIL";
        case NOT_MEASURED -> "not measured";
        case INFO -> "info";
      };
    }
  }

  /** Returns the criterion with its subject. */
  public String name() {
    return subject.isEmpty() ? criterion : criterion + " " + subject;
  }

  /** Tells whether a run with this row has not passed. */
  public boolean isMissed() {
    return state == State.FAIL || state == State.NOT_MEASURED;
  }

  static Row of(String criterion, String subject, String limit, String measured, boolean met) {
    return new Row(criterion, subject, limit, measured, met ? State.PASS : State.FAIL);
  }

  static Row info(String criterion, String subject, String measured) {
    return new Row(criterion, subject, "", measured, State.INFO);
  }

  static Row notMeasured(String criterion, String subject, String limit, String why) {
    return new Row(criterion, subject, limit, why, State.NOT_MEASURED);
  }
}
