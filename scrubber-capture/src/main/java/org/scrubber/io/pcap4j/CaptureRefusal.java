package org.scrubber.io.pcap4j;

import java.io.IOException;

/** A capture that cannot begin; the message is one line for the user. */
public final class CaptureRefusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Whose turn it is. */
  public enum Reason {
    /** There is no interface of this name. */
    NO_INTERFACE,
    /** The filter is not one. */
    WRONG_FILTER,
    /** The process may not capture. */
    NO_PERMISSION,
    /** libpcap is not there, or cannot be loaded. */
    NO_LIBRARY,
    /** The interface does not let itself be captured from. */
    REFUSED
  }

  CaptureRefusal(Reason reason, String line) {
    super(line);
    this.reason = reason;
  }

  CaptureRefusal(Reason reason, String line, Throwable cause) {
    super(line, cause);
    this.reason = reason;
  }

  /** Returns whose turn it is. */
  public Reason reason() {
    return reason;
  }

  /** Tells whether what was asked for is wrong, rather than the machine unfit. */
  public boolean isUsage() {
    return reason == Reason.NO_INTERFACE || reason == Reason.WRONG_FILTER;
  }
}
