package org.scrubber.state;

/** State of a single place. */
public interface Single extends Lasting {
  @Override
  default int places() {
    return 1;
  }
}
