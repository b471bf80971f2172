package org.scrubber.captures.scenario;

import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.world.World;

/**
 * A scenario that is being staged: everything that a class of traffic needs to install itself.
 *
 * @param world where to
 * @param plan who is there
 * @param scenario what shall happen
 * @param mode what the scrubber sees
 * @param profile how much of it
 */
public record Setting(World world, Plan plan, Scenario scenario, Mode mode, Profile profile) {
  private static final double SECOND_NS = 1e9;

  /** Returns when the scenario's clock starts, after the warm-up, ns of the world. */
  public long startNs() {
    return scenario.warmUpS() * 1_000_000_000L;
  }

  /** Returns when the attack starts, ns of the world. */
  public long attackNs() {
    return startNs() + scenario.beforeS() * 1_000_000_000L;
  }

  /** Returns when all ends, ns of the world. */
  public long endNs() {
    return scenario.totalS() * 1_000_000_000L;
  }

  /**
   * Returns the packets/s that come in to a tenant in a class of traffic, at a time: by share, mix,
   * profile and the scenario's surges.
   */
  public double legitPps(Tenant tenant, String trafficClass, long timeNs) {
    double share = tenant.share() / 100 * tenant.mix().getOrDefault(trafficClass, 0.0) / 100;
    double pps = profile.legitPps() * scenario.legit().base() * share;
    double timeS = (timeNs - startNs()) / SECOND_NS;
    pps *= scenario.legit().curve().factorAt(timeS);
    for (Surge surge : scenario.legit().surges()) {
      if (surge.concerns(tenant.id(), trafficClass)) {
        pps *= surge.factorAt(timeS);
      }
    }
    return pps;
  }

  /** Returns the packets/s of a vector at full rate. */
  public double attackPps(VectorPlan vector) {
    return vector.rate() * profile.legitPps();
  }
}
