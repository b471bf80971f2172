package org.scrubber.io.pcap;

import java.io.IOException;

/**
 * A capture that cannot be read or written at all.
 *
 * <p>The message is one line for the user: the file's name, a colon, and what is wrong with it.
 */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose whole message is {@code line}. */
  public CaptureException(String line) {
    super(line);
  }

  /** Creates an exception whose whole message is {@code line}, for diagnosis with its cause. */
  public CaptureException(String line, Throwable cause) {
    super(line, cause);
  }
}
