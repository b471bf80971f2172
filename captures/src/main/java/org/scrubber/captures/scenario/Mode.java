package org.scrubber.captures.scenario;

/** What the scrubber gets to see. */
public enum Mode {
  /** Both directions of every flow. */
  SYM,
  /** Only what comes in. */
  ASYM,
  /** Nothing until a diversion begins, then only what comes in to the diverted tenant. */
  DIVERT
}
