package org.scrubber.captures.attack.tool;

/** What an attack packet is, as far as it differs from its vector's. */
public enum Nature {
  /** As the vector says. */
  PLAIN,
  /** Stateless rules must stop it. */
  INVARIANT,
  /** Its source is one that cannot be, which stateless rules must see. */
  BOGON,
  /** Cannot be told from legitimate traffic at this layer. */
  AMBIGUOUS
}
