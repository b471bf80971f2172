package org.scrubber.captures.scenario;

import java.util.List;
import java.util.Map;

/**
 * One attack vector of a scenario.
 *
 * @param number its place in the scenario, from 0: what {@code Truth} refers to
 * @param id short id, for example {@code v1}
 * @param startS seconds after the attack's start
 * @param lengthS seconds
 * @param rate packets/s as a multiple of the legitimate rate
 * @param vectors names of the vectors that a report must give for it, for example {@code
 *     syn-flood}; more than one for a mix
 * @param invariant true when stateless rules must stop it from its first packet (criterion G1z)
 * @param values everything else of it: tool, sources, targets, ports, ramp, pattern, as in the file
 */
public record VectorPlan(
    int number,
    String id,
    double startS,
    double lengthS,
    double rate,
    List<String> vectors,
    boolean invariant,
    Map<String, Object> values) {

  /**
   * Returns names of vectors that a report may give for it besides: parts too weak to be asked for,
   * and what comes with it.
   */
  public List<String> alsoReported() {
    return values.get("also") instanceof List<?> names
        ? names.stream().map(Object::toString).toList()
        : List.of();
  }
}
