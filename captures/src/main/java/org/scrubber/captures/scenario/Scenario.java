package org.scrubber.captures.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens, and what must come of it.
 *
 * @param id for example {@code A-02}
 * @param title one line
 * @param tier P0 (every commit), P1 (nightly) or P2 (laboratory)
 * @param modes in which it runs
 * @param warmUpS seconds of legitimate traffic before the scenario's clock starts, not scored
 * @param beforeS seconds before the attack
 * @param attackS seconds of attack; of a benign scenario, its whole length
 * @param afterS seconds after the attack
 * @param targets ids of the tenants that are attacked; none in a benign scenario
 * @param vectors what the attack is made of
 * @param legit who else is about
 * @param limits pass limits by criterion, where they differ from the usual ones
 * @param modeLimits the same by mode
 * @param divertAtS DIVERT only: when the diversion begins, seconds after the attack's start
 * @param divertEndS DIVERT only: when it ends
 * @param why what the scenario is about, in words
 */
public record Scenario(
    String id,
    String title,
    String tier,
    List<Mode> modes,
    int warmUpS,
    int beforeS,
    int attackS,
    int afterS,
    List<String> targets,
    List<VectorPlan> vectors,
    LegitPlan legit,
    Map<String, Double> limits,
    Map<Mode, Map<String, Double>> modeLimits,
    double divertAtS,
    double divertEndS,
    String why) {

  /** Tells whether nothing may be mitigated: nobody attacks, or criterion G10 is asked for. */
  public boolean isBenign() {
    return vectors.isEmpty() || limits.containsKey("G10");
  }

  /** Returns the limit of a criterion in a mode, or the usual one. */
  public double limit(Mode mode, String criterion, double usual) {
    Double own = modeLimits.getOrDefault(mode, Map.of()).get(criterion);
    return own != null ? own : limits.getOrDefault(criterion, usual);
  }

  /** Returns the seconds from the world's beginning to its end. */
  public int totalS() {
    return warmUpS + beforeS + attackS + afterS;
  }

  /** Returns the same scenario with another warm-up, seconds. */
  public Scenario withWarmUp(int seconds) {
    return with(seconds, limits);
  }

  /** Returns the same scenario with one limit more, or another one. */
  public Scenario withLimit(String criterion, double limit) {
    Map<String, Double> all = new HashMap<>(limits);
    all.put(criterion, limit);
    return with(warmUpS, Map.copyOf(all));
  }

  private Scenario with(int seconds, Map<String, Double> others) {
    return new Scenario(
        id,
        title,
        tier,
        modes,
        seconds,
        beforeS,
        attackS,
        afterS,
        targets,
        vectors,
        legit,
        others,
        modeLimits,
        divertAtS,
        divertEndS,
        why);
  }
}
