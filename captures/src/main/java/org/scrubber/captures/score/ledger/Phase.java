package org.scrubber.captures.score.ledger;

/** A part of a scenario's time. */
public enum Phase {
  /** Legitimate traffic that the scrubber learns from; not scored. */
  WARM_UP,
  /** Before the attack. */
  BEFORE,
  /** From the attack's planned start to its planned end; all of a benign scenario. */
  DURING,
  /** After the attack. */
  AFTER
}
