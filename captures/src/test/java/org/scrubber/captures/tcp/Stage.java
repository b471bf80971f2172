package org.scrubber.captures.tcp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Memory;

/**
 * A world with a gate that a test decides about, and a witness that notes everything: one line a
 * TCP segment, counts, and a digest of all frames.
 */
public final class Stage implements Gate, Witness {
  private static final int LINES = 20_000;

  public final List<String> segments = new ArrayList<>();
  public final List<byte[]> frames = new ArrayList<>();
  public final List<Truth> truths = new ArrayList<>();
  public final List<Attempt> attempts = new ArrayList<>();
  public final Map<Integer, String> flows = new TreeMap<>();
  public final Map<String, Long> inbound = new TreeMap<>();
  public final World world;

  private final Rule rule;
  private final Parser parser = new Parser();
  private final Replies replies = new Replies(PacketBatch.DEFAULT_CAPACITY);
  private final MessageDigest sha256;
  private final int lines;
  private long packets;

  /** What the scrubber does with a packet. */
  public interface Rule {
    /** Sets the verdict of packet {@code i}, which is parsed, and may add replies. */
    void judge(PacketBatch batch, int i, Replies replies);
  }

  public Stage(Rule rule) {
    this(rule, View.SYMMETRIC, LINES);
  }

  public Stage(Rule rule, View view, int lines) {
    this.rule = rule;
    this.lines = lines;
    world = new World("test", 1, this, view, List.of(this));
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a stage on which everything passes. */
  public static Stage open() {
    return new Stage((batch, i, replies) -> {});
  }

  /** Returns a stage for measuring: nothing is kept but counts and the digest. */
  public static Stage counting() {
    return new Stage((batch, i, replies) -> {}, View.SYMMETRIC, 0);
  }

  public Setting setting(Profile profile, int seconds, LegitPlan.Extra... extras) {
    LegitPlan legit = new LegitPlan(1, List.of(), List.of(extras));
    Scenario scenario =
        new Scenario(
            "test",
            "",
            "P0",
            List.of(Mode.SYM),
            0,
            seconds,
            0,
            0,
            List.of(),
            List.of(),
            legit,
            Map.of(),
            Map.of(),
            0,
            0,
            "");
    return new Setting(world, Plan.standard(), scenario, Mode.SYM, profile);
  }

  public Traffic traffic(String name) {
    return Traffic.of(world, world.stream(name, ""), Truth.legit(0, name));
  }

  public long packets() {
    return packets;
  }

  public String digest() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  public long count(String part) {
    return segments.stream().filter(line -> line.contains(part)).count();
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    replies.clear();
    for (int i = 0; i < batch.size; i++) {
      batch.verdict[i] = Verdict.PASS_CODE;
      rule.judge(batch, i, replies);
    }
  }

  @Override
  public Replies replies() {
    return replies;
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    packets++;
    byte[] bytes = new byte[batch.capturedLength[i]];
    Memory.copy(batch.frameAddress[i], bytes, 0, bytes.length);
    sha256.update(bytes);
    if (crossing.inbound) {
      inbound.merge(crossing.truth.traffic(), 1L, Long::sum);
    }
    if (segments.size() < lines) {
      frames.add(bytes);
      truths.add(crossing.truth);
      segments.add(line(batch, i, crossing));
    }
  }

  private static String line(PacketBatch batch, int i, Crossing crossing) {
    int flags = batch.tcpFlags[i];
    StringBuilder names = new StringBuilder();
    for (int bit = 0; bit < 6; bit++) {
      names.append((flags >>> bit & 1) != 0 ? "FSRPAU".substring(bit, bit + 1) : "");
    }
    return "%s %d %s %s %d"
        .formatted(
            crossing.inbound ? "in" : "out",
            crossing.timeNs / 1_000_000,
            batch.verdict[i] == Verdict.PASS_CODE ? "pass" : "lost",
            names,
            batch.payloadLength[i]);
  }

  @Override
  public void attempt(Attempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public void flowBegan(long timeNs, int flow, Truth truth) {
    flows.put(flow, "lives");
  }

  @Override
  public void flowEnded(long timeNs, int flow) {
    flows.put(flow, "ended");
  }

  @Override
  public void flowDied(long timeNs, int flow, String cause) {
    flows.put(flow, "died: " + cause);
  }
}
