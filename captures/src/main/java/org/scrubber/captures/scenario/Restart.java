package org.scrubber.captures.scenario;

import java.util.List;

/**
 * The scrubber itself goes and comes back.
 *
 * @param killed whether it is killed, and comes back with its last snapshot; else it is replaced in
 *     good order, and the next one takes over from it at once
 * @param goesNs when it goes, ns of the world
 * @param backNs when it is back; in between all packets go past it, unjudged
 */
public record Restart(boolean killed, long goesNs, long backNs) {
  /**
   * The extra of a scenario that stands for one: {@code at} (seconds after the attack's start),
   * {@code how} (kill or graceful), {@code bypass} (seconds for which packets go past it).
   */
  public static final String EXTRA = "restart";

  /** Returns those of a scenario, in their order. */
  public static List<Restart> of(Scenario scenario) {
    long attackNs = (scenario.warmUpS() + scenario.beforeS()) * 1_000_000_000L;
    return scenario.legit().extras().stream()
        .filter(extra -> extra.name().equals(EXTRA))
        .map(extra -> of(extra, attackNs))
        .toList();
  }

  private static Restart of(LegitPlan.Extra extra, long attackNs) {
    long goesNs = attackNs + extra.nanos("at", 0);
    boolean killed = extra.text("how", "graceful").equals("kill");
    return new Restart(killed, goesNs, goesNs + extra.nanos("bypass", 0));
  }

  /** Tells whether packets go past it at a time, ns of the world. */
  boolean isAway(long timeNs) {
    return timeNs >= goesNs && timeNs < backNs;
  }
}
