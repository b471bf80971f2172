package org.scrubber.policy.load.feed;

/** A feed that cannot be used; the message is what follows the name of the file. */
public final class FeedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception: {@code LINE: problem}, or {@code LINE:COLUMN: problem}.
   *
   * @param place line, or line and column, from 1
   * @param problem what is wrong and what is expected, in one line
   */
  FeedException(String place, String problem) {
    super(place + ": " + problem);
  }
}
