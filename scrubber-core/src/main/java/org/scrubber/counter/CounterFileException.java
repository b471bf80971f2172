package org.scrubber.counter;

import java.io.IOException;

/** A counter file that cannot be made or read; the message is one line for people. */
public final class CounterFileException extends IOException {
  private static final long serialVersionUID = 1L;

  CounterFileException(String message) {
    super(message);
  }
}
