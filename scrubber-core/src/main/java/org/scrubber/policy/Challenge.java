package org.scrubber.policy;

/** Whether an object's clients may be sent challenges of our own. */
public enum Challenge {
  /** Nothing is ever sent. */
  OFF,
  /** Only while both directions of the object's traffic are seen. */
  SYMMETRIC,
  /**
   * As {@link #SYMMETRIC}, but by completing the handshake in the server's place and translating
   * sequence numbers from then on.
   */
  PROXY,
  /** Also where only one direction is seen. */
  ALWAYS
}
