package org.scrubber.policy;

/** Whether an object's clients may be sent challenges of our own. */
public enum Challenge {
  /** Nothing is ever sent. */
  OFF,
  /** Only while both directions of the object's traffic are seen. */
  SYMMETRIC,
  /** Also where only one direction is seen. */
  ALWAYS
}
