package org.scrubber.bypass;

import java.io.IOException;

/** What was asked for cannot be done with these interfaces; one line that says what to do. */
public final class BypassException extends IOException {
  private static final long serialVersionUID = 1;

  /** Says why not. */
  public BypassException(String message) {
    super(message);
  }
}
