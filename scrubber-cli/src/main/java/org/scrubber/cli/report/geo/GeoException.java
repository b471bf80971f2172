package org.scrubber.cli.report.geo;

import java.io.IOException;

/** A database cannot be used; the message is one line that begins with the name of its file. */
public final class GeoException extends IOException {
  private static final long serialVersionUID = 1L;

  GeoException(String message) {
    super(message);
  }
}
