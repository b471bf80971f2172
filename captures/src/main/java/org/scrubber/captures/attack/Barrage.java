package org.scrubber.captures.attack;

import java.util.List;
import org.scrubber.captures.attack.tool.Nature;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.random.Weights;
import org.scrubber.captures.world.Actor;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Party;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/**
 * A vector at work: sends packet after packet in its rhythm, of one tool or of a mix. What belongs
 * together follows without delay; the rate is made up for afterwards. Open loop.
 */
final class Barrage implements Actor {
  /** Fragments of a datagram are no further apart than this. */
  private static final double TOGETHER_NS = 200_000;

  private final Stream stream;
  private final Rhythm rhythm;
  private final long startNs;
  private final Weapon[] weapons;
  private final Weights choice;
  private final boolean inbound;
  private final Sequence sequence;
  private final Shot shot;
  private final Party backlogs;
  private Weapon weapon;
  private Nature aimed = Nature.PLAIN;
  private double dueNs;

  /**
   * Creates a vector.
   *
   * @param sequence which weapon's turn it is, or null when all are used at once
   * @param backlogs follows SYNs that nobody else does
   */
  Barrage(
      Stream stream,
      Shot shot,
      Rhythm rhythm,
      long startNs,
      List<Weapon> weapons,
      boolean inbound,
      Sequence sequence,
      Party backlogs) {
    this.stream = stream;
    this.shot = shot;
    this.rhythm = rhythm;
    this.startNs = startNs;
    this.weapons = weapons.toArray(Weapon[]::new);
    this.inbound = inbound;
    this.sequence = sequence;
    this.backlogs = backlogs;
    choice = new Weights(weapons.stream().mapToDouble(one -> one.weight).toArray());
    weapon = this.weapons[0];
  }

  @Override
  public void act(World world, int code) {
    shot.nowNs = world.nowNs();
    if (!weapon.tool.hasMore()) {
      shot.progress = dueNs / rhythm.lengthNs();
      shot.pulse = rhythm.pulse(dueNs);
      weapon = choose();
      weapon.aim(shot);
      aimed = shot.nature;
    }
    shot.nature = aimed;
    shot.party = null;
    shot.code = 0;
    Frame frame = world.frame(inbound);
    weapon.tool.write(frame, shot);
    weapon.follow(shot, backlogs);
    world.emit(weapon.truth(shot), 0, shot.party, shot.code);
    double interval = rhythm.intervalNs(dueNs);
    dueNs = rhythm.skipPause(dueNs + interval);
    if (dueNs < rhythm.lengthNs()) {
      double jitter = shot.random.unit() * rhythm.intervalNs(dueNs);
      double next = startNs + dueNs + Math.min(jitter, rhythm.lengthNs() - dueNs);
      if (weapon.tool.hasMore()) {
        next = Math.min(next, world.nowNs() + TOGETHER_NS * shot.random.unit());
      }
      world.at(stream, Math.max(world.nowNs(), (long) next), this, 0);
    }
  }

  private Weapon choose() {
    if (weapons.length == 1) {
      return weapons[0];
    }
    if (sequence != null) {
      return weapons[sequence.turn(shot.nowNs) % weapons.length];
    }
    return weapons[choice.pick(shot.random)];
  }
}
