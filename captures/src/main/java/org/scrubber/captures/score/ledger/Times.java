package org.scrubber.captures.score.ledger;

import org.scrubber.captures.scenario.Scenario;

/**
 * When the parts of a scenario begin, ns of the world.
 *
 * @param startNs end of the warm-up
 * @param attackNs planned start of the attack
 * @param attackEndNs planned end of the attack
 * @param endNs end of all
 */
public record Times(long startNs, long attackNs, long attackEndNs, long endNs) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Returns those of a scenario. */
  public static Times of(Scenario scenario) {
    long start = scenario.warmUpS() * SECOND_NS;
    long attack = start + scenario.beforeS() * SECOND_NS;
    long attackEnd = attack + scenario.attackS() * SECOND_NS;
    return new Times(start, attack, attackEnd, scenario.totalS() * SECOND_NS);
  }

  /** Returns the part that a time lies in. */
  public Phase phase(long timeNs) {
    if (timeNs < startNs) {
      return Phase.WARM_UP;
    }
    if (timeNs < attackNs) {
      return Phase.BEFORE;
    }
    return timeNs < attackEndNs ? Phase.DURING : Phase.AFTER;
  }
}
