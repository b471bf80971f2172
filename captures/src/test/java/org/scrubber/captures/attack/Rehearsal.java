package org.scrubber.captures.attack;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Memory;

/**
 * Plays the attack of a scenario alone, before a gate that parses and lets pass what it is told.
 */
final class Rehearsal implements Gate, Witness {
  /** Judges one parsed packet. */
  interface Judge {
    boolean passes(PacketBatch batch, int i);
  }

  /** Looks at one parsed packet. */
  interface Look {
    void at(PacketBatch batch, int i, Crossing crossing);
  }

  private final Parser parser = new Parser();
  private final MessageDigest digest;
  private final Judge judge;
  private final Map<String, Long> packets = new TreeMap<>();
  private final List<Look> looks = new ArrayList<>();
  private final byte[] bytes = new byte[2_048];
  long total;
  World world;

  private Rehearsal(Judge judge) {
    this.judge = judge;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Plays so many seconds of the attack; all packets pass. */
  static Rehearsal of(Scenario scenario, double seconds, Look... looks) {
    return of(scenario, 20_210_504, seconds, (batch, i) -> true, looks);
  }

  static Rehearsal of(Scenario scenario, long seed, double seconds, Judge judge, Look... looks) {
    Rehearsal rehearsal = new Rehearsal(judge);
    rehearsal.looks.addAll(List.of(looks));
    World world = new World(scenario.id(), seed, rehearsal, View.SYMMETRIC, List.of(rehearsal));
    rehearsal.world = world;
    Setting setting = new Setting(world, Plan.standard(), scenario, Mode.SYM, Profile.CI);
    AttackTraffic.install(setting);
    world.run(setting.attackNs() + (long) (seconds * 1e9));
    return rehearsal;
  }

  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns how many packets there were, by vector number and traffic. */
  Map<String, Long> packets() {
    return packets;
  }

  long packets(String traffic) {
    return packets.getOrDefault(traffic, 0L);
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      boolean passes = judge.passes(batch, i);
      batch.verdict[i] = passes ? Verdict.PASS_CODE : Verdict.DROP_CODE;
    }
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    total++;
    packets.merge(crossing.truth.traffic(), 1L, Long::sum);
    int length = batch.capturedLength[i];
    Memory.copy(batch.frameAddress[i], bytes, 0, length);
    digest.update(bytes, 0, length);
    for (Look look : looks) {
      look.at(batch, i, crossing);
    }
  }
}
