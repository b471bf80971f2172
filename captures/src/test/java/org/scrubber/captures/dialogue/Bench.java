package org.scrubber.captures.dialogue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.Surge;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Memory;

/** A world with a gate that drops what a test says, and with a record of all that happened. */
public final class Bench implements Gate, Witness {
  /** One packet as it crossed. */
  public record Packet(long timeNs, boolean inbound, Truth truth, byte[] frame, boolean passed) {
    /** Tells whether it is TCP. */
    public boolean isTcp() {
      return frame[frame[14] >> 4 == 4 ? 23 : 20] == 6;
    }

    /** Returns the bytes of IP. */
    public byte[] ip() {
      return java.util.Arrays.copyOfRange(frame, 14, frame.length);
    }
  }

  /** What the gate drops. */
  public Predicate<Packet> dropped = packet -> false;

  /** All packets, in order. */
  public final List<Packet> packets = new ArrayList<>();

  /** All attempts, in order. */
  public final List<Attempt> attempts = new ArrayList<>();

  /** Gaps and deaths, as words. */
  public final List<String> incidents = new ArrayList<>();

  /** What everything installs itself into. */
  public final Setting setting;

  private final Parser parser = new Parser();

  public Bench(Profile profile, int seconds, LegitPlan.Extra... extras) {
    this(profile, seconds, View.SYMMETRIC, List.of(), extras);
  }

  public Bench(
      Profile profile, int seconds, View view, List<Surge> surges, LegitPlan.Extra... extras) {
    LegitPlan legit = new LegitPlan(1, surges, List.of(extras));
    Scenario scenario =
        new Scenario(
            "bench",
            "",
            "P0",
            List.of(Mode.SYM),
            0,
            0,
            seconds,
            0,
            List.of(),
            List.of(),
            legit,
            Map.of(),
            Map.of(),
            0,
            0,
            "");
    World world = new World("bench", 1, this, view, List.of(this));
    setting = new Setting(world, Plan.standard(), scenario, Mode.SYM, profile);
  }

  /** Runs to the end. */
  public Bench run() {
    setting.world().run(setting.endNs());
    return this;
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      batch.verdict[i] = Verdict.PASS_CODE;
    }
    for (int i = 0; i < batch.size; i++) {
      Packet packet = packet(batch, i, null, batch.interfaceId[i] == 0, true);
      if (dropped.test(packet)) {
        batch.verdict[i] = Verdict.DROP_CODE;
      }
      if (batch.malformed[i] != 0) {
        incidents.add("malformed");
      }
    }
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    boolean passed = batch.verdict[i] == Verdict.PASS_CODE;
    packets.add(packet(batch, i, crossing.truth, crossing.inbound, passed));
  }

  private static Packet packet(
      PacketBatch batch, int i, Truth truth, boolean inbound, boolean passed) {
    byte[] frame = new byte[batch.capturedLength[i]];
    Memory.copy(batch.frameAddress[i], frame, 0, frame.length);
    return new Packet(batch.timestampNs[i] - World.EPOCH_NS, inbound, truth, frame, passed);
  }

  @Override
  public void attempt(Attempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public void flowDied(long timeNs, int flow, String cause) {
    incidents.add("died: " + cause);
  }

  @Override
  public void gap(long timeNs, int flow, Truth truth, long gapNs) {
    incidents.add("gap: " + gapNs / 1_000_000 + " ms");
  }

  /** Returns the packets of one direction. */
  public List<Packet> packets(boolean inbound) {
    return packets.stream().filter(packet -> packet.inbound() == inbound).toList();
  }

  /** Returns the inbound packets/s of a class to a tenant, or to all with null. */
  public double inboundPps(String traffic, String tenantId) {
    int number = tenantId == null ? -1 : setting.plan().tenant(tenantId).number();
    long count =
        packets(true).stream()
            .filter(packet -> packet.truth().traffic().equals(traffic))
            .filter(packet -> number < 0 || packet.truth().tenant() == number)
            .count();
    return count / (setting.endNs() / 1e9);
  }

  /** Returns the attempts that failed. */
  public long failures() {
    return attempts.stream().filter(attempt -> attempt.tookNs() < 0).count();
  }

  /** Returns a hash of all frames and times. */
  public String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Packet packet : packets) {
        sha256.update(Long.toString(packet.timeNs()).getBytes());
        sha256.update(packet.frame());
      }
      return java.util.HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
