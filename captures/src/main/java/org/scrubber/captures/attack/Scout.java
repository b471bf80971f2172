package org.scrubber.captures.attack;

import org.scrubber.captures.attack.tcp.Probe;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.plan.Bots;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Connects to the target once a second, and tells the sequence of tools when that fails. */
final class Scout implements Actor {
  private static final long EVERY_NS = 1_000_000_000L;
  private static final int BOTS = 20_000;
  private static final int PORT = 443;

  private final Stream stream;
  private final Shot shot;
  private final Sources bots = Sources.members(Bots.first(BOTS));
  private final Targets targets;
  private final Sequence sequence;
  private final int vector;
  private final long endNs;

  private Scout(Stream stream, Targets targets, Sequence sequence, int vector, long endNs) {
    this.stream = stream;
    this.targets = targets;
    this.sequence = sequence;
    this.vector = vector;
    this.endNs = endNs;
    shot = new Shot(stream.random());
  }

  /** Lets it act from a vector's start to its end. */
  static void send(
      Setting setting,
      VectorPlan vector,
      Targets targets,
      Sequence sequence,
      long startNs,
      long endNs) {
    Stream stream = setting.world().stream(vector.id(), "probe");
    Scout scout = new Scout(stream, targets, sequence, vector.number(), endNs);
    setting.world().at(stream, startNs + EVERY_NS, scout, 0);
  }

  @Override
  public void act(World world, int code) {
    shot.nowNs = world.nowNs();
    targets.pick(shot);
    bots.pick(shot);
    shot.targetPort = PORT;
    Truth truth = new Truth(Truth.Kind.AMBIGUOUS, vector, shot.tenant, "probe");
    Probe.send(world, stream, shot, truth, sequence::filtered);
    if (world.nowNs() + EVERY_NS < endNs) {
      world.at(stream, world.nowNs() + EVERY_NS, this, code);
    }
  }
}
