package org.scrubber.captures.world;

/**
 * What a packet really is. Never shown to the scrubber.
 *
 * @param kind what may become of it
 * @param vector number of the attack vector in its scenario, or -1
 * @param tenant number of the tenant inside, or -1
 * @param traffic name of the traffic class; of an attack packet, the product's name for its vector
 * @param invariant true when stateless rules must stop it, from the first such packet on
 */
public record Truth(Kind kind, int vector, int tenant, String traffic, boolean invariant) {
  /** Creates the truth about a packet that no stateless rule has to stop. */
  public Truth(Kind kind, int vector, int tenant, String traffic) {
    this(kind, vector, tenant, traffic, false);
  }

  /** What may become of a packet. */
  public enum Kind {
    /** Must pass. */
    LEGIT,
    /** Must pass, though it looks odd; one that kills a flow fails the test. */
    LEGIT_HARD,
    /** Background radiation: may pass or not. */
    NOISE,
    /** Must not pass. */
    ATTACK,
    /** Cannot be told at this layer: counted, not scored. */
    AMBIGUOUS,
    /** Part of the scrubber's own conversation with a client; belongs to nobody's traffic. */
    CHALLENGE
  }

  /** Returns the truth about legitimate traffic of a class to or from a tenant. */
  public static Truth legit(int tenant, String traffic) {
    return new Truth(Kind.LEGIT, -1, tenant, traffic);
  }

  /** Returns the truth about legitimate traffic that looks odd. */
  public static Truth hard(int tenant, String traffic) {
    return new Truth(Kind.LEGIT_HARD, -1, tenant, traffic);
  }

  /** Tells whether the packet must pass. */
  public boolean mustPass() {
    return kind == Kind.LEGIT || kind == Kind.LEGIT_HARD;
  }
}
