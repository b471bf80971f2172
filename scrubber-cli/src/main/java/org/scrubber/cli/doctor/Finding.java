package org.scrubber.cli.doctor;

/**
 * What one check has found.
 *
 * @param level how bad it is
 * @param what what was looked at
 * @param found what it is
 * @param advice what to do, "" for nothing
 */
public record Finding(Level level, String what, String found, String advice) {

  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK("ok"),
    /** It works, but not as well as it could. */
    WARN("warn"),
    /** The scrubber will not run so. */
    FAIL("FAIL");

    private final String word;

    Level(String word) {
      this.word = word;
    }

    /** Returns the word at the head of a line. */
    public String word() {
      return word;
    }
  }

  static Finding ok(String what, String found) {
    return new Finding(Level.OK, what, found, "");
  }

  static Finding warn(String what, String found, String advice) {
    return new Finding(Level.WARN, what, found, advice);
  }

  static Finding fail(String what, String found, String advice) {
    return new Finding(Level.FAIL, what, found, advice);
  }

  /** Returns the finding as a line: level, what, found, and what to do. */
  public String line() {
    String head = "%-5s %s: %s".formatted(level.word, what, found);
    return advice.isEmpty() ? head : head + "; " + advice;
  }
}
