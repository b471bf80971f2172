package org.scrubber.snapshot;

/**
 * A snapshot cannot be used, or not be written; the message is one line that names file and why.
 */
public final class SnapshotException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates it with its line. */
  public SnapshotException(String line) {
    super(line);
  }
}
