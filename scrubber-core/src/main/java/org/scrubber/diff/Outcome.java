package org.scrubber.diff;

/** What becomes of a packet; one that an object in monitor mode would have lost passes. */
public enum Outcome {
  /** Let through. */
  PASS,
  /** Dropped. */
  DROP,
  /** Consumed by a challenge. */
  CHALLENGE
}
