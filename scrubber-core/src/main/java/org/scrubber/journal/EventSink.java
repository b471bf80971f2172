package org.scrubber.journal;

import org.agrona.DirectBuffer;

/** Takes records. */
public interface EventSink {
  /**
   * Takes a copy of a record, or counts it as lost; never waits, never throws, allocates nothing.
   *
   * @return false when it is lost
   */
  boolean offer(DirectBuffer record, int lengthBytes);

  /** Returns how many records were lost so far. */
  long lost();
}
