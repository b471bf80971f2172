package org.scrubber.policy;

/** Whether an object's countermeasures act. */
public enum Mode {
  /** Would-be drops are counted and reported; every packet passes. */
  MONITOR,
  /** Verdicts are carried out. */
  ENFORCE
}
