package org.scrubber.counter;

import java.io.IOException;

/** A file that this version cannot read as a counter file; the message is one line for people. */
final class ForeignFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ForeignFileException(String message) {
    super(message);
  }
}
