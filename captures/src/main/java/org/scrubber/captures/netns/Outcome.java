package org.scrubber.captures.netns;

/**
 * How a program ended.
 *
 * @param exitCode its exit code; 124 when it was stopped because it took too long
 * @param output what it wrote to standard output and error
 */
public record Outcome(int exitCode, String output) {
  /** Exit code of a program that took too long. */
  public static final int TIMED_OUT = 124;

  /** Returns true when it ended with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }
}
