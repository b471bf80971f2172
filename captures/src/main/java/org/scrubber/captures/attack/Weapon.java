package org.scrubber.captures.attack;

import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.tcp.Backlogs;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Truth;

/** One tool of a vector, with its sources, targets and ports, and the truth about its packets. */
final class Weapon {
  private static final String BOGON = "bogon-source";

  final Tool tool;

  /** How often it is taken up, relative to the others: packets by how many belong together. */
  final double weight;

  private final Sources sources;
  private final Targets targets;
  private final Ports ports;
  private final Nature nature;
  private final boolean opens;
  private final Truth[][] truths;

  /**
   * Puts it together.
   *
   * @param vector number of the vector in its scenario
   * @param traffic the product's name of what the tool does
   * @param opens whether its packets ask for connections that nobody follows up
   * @param invariant true when stateless rules must stop all of it
   * @param tenants how many there are
   */
  Weapon(
      Tool tool,
      double weight,
      Sources sources,
      Targets targets,
      Ports ports,
      int vector,
      String traffic,
      boolean opens,
      boolean invariant,
      int tenants) {
    this.tool = tool;
    this.weight = weight / tool.packetsATime();
    this.sources = sources;
    this.targets = targets;
    this.ports = ports;
    this.opens = opens;
    nature = invariant ? Nature.INVARIANT : Nature.PLAIN;
    truths = new Truth[Nature.values().length][tenants];
    for (int tenant = 0; tenant < tenants; tenant++) {
      truths[Nature.PLAIN.ordinal()][tenant] = attack(vector, tenant, traffic, false);
      truths[Nature.INVARIANT.ordinal()][tenant] = attack(vector, tenant, traffic, true);
      truths[Nature.BOGON.ordinal()][tenant] = attack(vector, tenant, BOGON, true);
      truths[Nature.AMBIGUOUS.ordinal()][tenant] =
          new Truth(Truth.Kind.AMBIGUOUS, vector, tenant, traffic);
    }
  }

  private static Truth attack(int vector, int tenant, String traffic, boolean invariant) {
    return new Truth(Truth.Kind.ATTACK, vector, tenant, traffic, invariant);
  }

  /** Aims anew: target, then source, then port. */
  void aim(Shot shot) {
    shot.nature = nature;
    shot.live = null;
    shot.member = 0;
    targets.pick(shot);
    sources.pick(shot);
    shot.targetPort = ports.pick(shot);
  }

  /** Returns what the shot's packet is. */
  Truth truth(Shot shot) {
    return truths[shot.nature.ordinal()][shot.tenant];
  }

  /** Says who follows a packet that its tool has left to nobody. */
  void follow(Shot shot, Party backlogs) {
    if (opens && shot.party == null) {
      shot.party = backlogs;
      shot.code = Backlogs.code(shot.targetLow);
    }
  }

  /** Returns the targets. */
  Targets targets() {
    return targets;
  }
}
