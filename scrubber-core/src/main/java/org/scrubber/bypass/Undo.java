package org.scrubber.bypass;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Steps that take back what was done so far, last first. */
final class Undo {
  private final Deque<Step> steps = new ArrayDeque<>();

  /** Takes one thing back. */
  interface Step {
    void run() throws IOException;
  }

  void add(Step step) {
    steps.push(step);
  }

  /** Takes everything back; what fails on the way is added to {@code cause}. */
  void run(Throwable cause) {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (IOException failure) {
        cause.addSuppressed(failure);
      }
    }
  }
}
