package org.scrubber.captures.scenario;

import java.util.List;
import org.scrubber.captures.attack.AttackTraffic;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;

/** Puts a scenario on the stage: a world with all its traffic, ready to run. */
public final class Staging {
  private Staging() {}

  /** Returns the setting, with everything installed; {@code world().run(endNs())} plays it. */
  public static Setting stage(
      Scenario scenario,
      Mode mode,
      Profile profile,
      long masterSeed,
      Gate gate,
      List<? extends Witness> witnesses) {
    View view = view(scenario, mode);
    World world = new World(scenario.id(), masterSeed, gate, view, witnesses);
    Setting setting = new Setting(world, Plan.standard(), scenario, mode, profile);
    LegitTraffic.install(setting);
    AttackTraffic.install(setting);
    return setting;
  }

  private static View view(Scenario scenario, Mode mode) {
    return switch (mode) {
      case SYM -> besides(scenario, View.SYMMETRIC);
      case ASYM -> besides(scenario, View.ASYMMETRIC);
      case DIVERT -> diverted(scenario);
    };
  }

  /** While the scrubber is away, all packets go past it, in both directions. */
  private static View besides(Scenario scenario, View view) {
    List<Restart> restarts = Restart.of(scenario);
    return restarts.isEmpty()
        ? view
        : (inbound, tenant, timeNs) ->
            view.sees(inbound, tenant, timeNs)
                && restarts.stream().noneMatch(one -> one.isAway(timeNs));
  }

  private static View diverted(Scenario scenario) {
    long attackNs = (scenario.warmUpS() + scenario.beforeS()) * 1_000_000_000L;
    long fromNs = attackNs + (long) (scenario.divertAtS() * 1e9);
    long toNs = attackNs + (long) (scenario.divertEndS() * 1e9);
    List<Integer> tenants =
        scenario.targets().stream().map(id -> Plan.standard().tenant(id).number()).toList();
    return (inbound, tenant, timeNs) ->
        inbound && timeNs >= fromNs && timeNs < toNs && tenants.contains(tenant);
  }
}
