package org.scrubber.captures.scenario;

import java.util.List;

/**
 * More of some legitimate traffic for a while.
 *
 * @param tenant id, or {@code *} for all
 * @param classes names of traffic classes
 * @param atS when it begins, seconds after the warm-up
 * @param factor how many times the usual rate at its height
 * @param riseS seconds until then
 * @param holdS seconds at that height
 * @param decayS seconds in which it falls to a twentieth, exponentially
 */
public record Surge(
    String tenant,
    List<String> classes,
    double atS,
    double factor,
    double riseS,
    double holdS,
    double decayS) {

  /** Returns the factor at a time, seconds after the warm-up; 1 outside of it. */
  public double factorAt(double timeS) {
    double since = timeS - atS;
    if (since < 0) {
      return 1;
    }
    if (since < riseS) {
      return 1 + (factor - 1) * since / riseS;
    }
    double after = since - riseS - holdS;
    if (after <= 0) {
      return factor;
    }
    return decayS <= 0 || after > decayS
        ? 1
        : 1 + (factor - 1) * StrictMath.exp(-3 * after / decayS);
  }

  /** Tells whether it concerns a class of a tenant. */
  public boolean concerns(String tenantId, String trafficClass) {
    return (tenant.equals("*") || tenant.equals(tenantId)) && classes.contains(trafficClass);
  }
}
