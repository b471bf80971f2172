package org.scrubber.captures.datagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
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

/** A world with one class of traffic, a gate that may lose packets, and a witness that counts. */
public final class Bench implements Gate, Witness {
  /** Decides which packets are lost. */
  public interface Loss {
    /** Tells whether packet {@code i} of the batch is lost; headers are parsed. */
    boolean takes(PacketBatch batch, int i);
  }

  /** Sees each packet that is not lost. */
  public interface Look {
    /** Looks at the payload of a packet. */
    void at(Crossing crossing, PacketBatch batch, int i, byte[] payload);
  }

  /** Attempts, in order. */
  public final List<Attempt> attempts = new ArrayList<>();

  /** Names of flows that died, with their causes. */
  public final List<String> died = new ArrayList<>();

  /** Gaps, ns. */
  public final List<Long> gaps = new ArrayList<>();

  /** Flows begun and ended. */
  public int began;

  /** Flows that ended well. */
  public int ended;

  /** Packets in and out since {@link #countFromNs}. */
  public final Map<String, Integer> inbound = new TreeMap<>();

  /** Packets that left. */
  public int outbound;

  /** From when packets are counted. */
  public long countFromNs;

  /** The setting. */
  public final Setting setting;

  private final Loss loss;
  private final Parser parser = new Parser();
  private final CRC32 digest = new CRC32();
  private Look look = (crossing, batch, i, payload) -> {};

  /** Creates a world without traffic. */
  public Bench(long seed, int seconds, Profile profile, View view, Loss loss) {
    this.loss = loss;
    LegitPlan legit = new LegitPlan(1, List.of(), List.of());
    Scenario scenario =
        new Scenario(
            "bench",
            "bench",
            "P2",
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
    World world = new World("bench", seed, this, view, List.of(this));
    setting = new Setting(world, Plan.standard(), scenario, Mode.SYM, profile);
  }

  /** Creates a world in which nothing is lost. */
  public static Bench lossless(int seconds, Profile profile) {
    return new Bench(1, seconds, profile, View.SYMMETRIC, (batch, i) -> false);
  }

  /** Looks at packets. */
  public Bench look(Look at) {
    look = at;
    return this;
  }

  /** Installs a class for the tenants that have it. */
  public Bench install(String name, TrafficClass one) {
    for (Tenant tenant : setting.plan().tenants()) {
      if (tenant.mix().containsKey(name)) {
        one.install(setting, tenant);
      }
    }
    return this;
  }

  /** Runs to the end. */
  public Bench run() {
    setting.world().run(setting.endNs());
    return this;
  }

  /** Returns the checksum of all frames and their times. */
  public long digest() {
    return digest.getValue();
  }

  /** Returns the packets/s that the plan wants of a class to a tenant. */
  public double wantedPps(Tenant tenant, String name) {
    return setting.legitPps(tenant, name, 0);
  }

  /** Returns the share of attempts that succeeded within a time. */
  public double successWithin(long limitNs) {
    return attempts.stream().filter(one -> one.within(limitNs)).count()
        / (double) Math.max(1, attempts.size());
  }

  @Override
  public void judge(PacketBatch batch) {
    parser.parse(batch);
    for (int i = 0; i < batch.size; i++) {
      batch.verdict[i] = loss.takes(batch, i) ? Verdict.DROP_CODE : Verdict.PASS_CODE;
    }
  }

  @Override
  public void packet(PacketBatch batch, int i, Crossing crossing) {
    int length = batch.capturedLength[i];
    byte[] frame = new byte[length];
    Memory.copy(batch.frameAddress[i], frame, 0, length);
    digest.update(Long.toString(crossing.timeNs).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    digest.update(frame);
    if (crossing.timeNs >= countFromNs) {
      if (crossing.inbound) {
        String key = crossing.truth.traffic() + " " + crossing.truth.tenant();
        inbound.merge(key, 1, Integer::sum);
      } else {
        outbound++;
      }
    }
    int from = batch.transportOffset[i] + (batch.protocol[i] == 17 ? 8 : 0);
    look.at(crossing, batch, i, java.util.Arrays.copyOfRange(frame, from, length));
  }

  @Override
  public void attempt(Attempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public void flowBegan(long timeNs, int flow, Truth truth) {
    began++;
  }

  @Override
  public void flowEnded(long timeNs, int flow) {
    ended++;
  }

  @Override
  public void flowDied(long timeNs, int flow, String cause) {
    died.add(cause);
  }

  @Override
  public void gap(long timeNs, int flow, Truth truth, long gapNs) {
    gaps.add(gapNs);
  }
}
