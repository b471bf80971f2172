package org.scrubber.detect;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;
import org.scrubber.policy.Service;
import org.scrubber.state.Inventory;
import org.scrubber.table.Hash;
import org.scrubber.table.HostRates;
import org.scrubber.table.RateTable;
import org.scrubber.table.SpreadTable;

/**
 * The rates of targets at several levels: the host, its network (/24 or /64), and the policy's
 * prefix; and, where a policy asks for many sources, what so few as one would have to send: SYNs to
 * one port, or anything at many times the threshold. Preallocated; one thread.
 *
 * <p>{@link #aim} points it at the levels of one packet; the other methods then speak of them.
 */
public final class Meters {
  /** Targets whose rates are kept, times vectors and levels. */
  static final int CAPACITY = 1 << 16;

  /** One port of a host. */
  static final int PORT = 0;

  /** A host. */
  static final int HOST = 1;

  /** A host's network. */
  static final int NETWORK = 2;

  /** The policy's prefix. */
  static final int PREFIX = 3;

  /** A host without a policy, whatever the number of sources. */
  static final int FEW = 4;

  /** How many levels there are. */
  static final int LEVELS = 5;

  /** A host against its lower threshold: counted only while its object is above its own. */
  private static final int LOW = 5;

  private static final List<String> NAMES =
      List.of("port of the host", "host", "network", "prefix", "host, few sources");

  private static final long SECOND_NS = 1_000_000_000L;
  private static final int SECOND_WINDOWS = (int) (SECOND_NS / Limits.WINDOW_NS);
  private static final int NETWORK_4 = 24;
  private static final int NETWORK_6 = 64;

  /** A single port's SYNs are a flood, from however few sources, above so many thresholds. */
  private static final int FEW_SOURCES_FACTOR = 5;

  /** From however few sources, over however many ports, this many thresholds are no scan. */
  private static final int FLOOD_FACTOR = 50;

  /**
   * How full one of the buckets is.
   *
   * @param name whose rate it holds: port, host, network or prefix
   * @param counted what is counted in it
   * @param packets packets that it holds
   * @param burst packets that it takes before it overflows and a mitigation is raised
   * @param thresholdPps packets that leave it, packets/s
   */
  public record Level(String name, String counted, long packets, long burst, long thresholdPps) {}

  private final Objects objects;
  private final Limits limits;
  private final RateTable rates = new RateTable(CAPACITY);
  private final SpreadTable spreads = new SpreadTable(1 << 14);
  private final long seed;

  // The packet aimed at: 0 for a level that does not apply.
  private final long[] keys = new long[LEVELS];
  private final long[] pps = new long[LEVELS];
  private int minSpread;
  private int baseline;
  private int object;
  private int counted;
  private int serviceIndex;
  private int burstWindows;
  private final HostRates hostRates = new HostRates(1 << 14);
  private final Baselines baselines;

  Meters(Objects objects, Limits limits, Baselines baselines) {
    this.baselines = baselines;
    this.objects = objects;
    this.limits = limits;
    this.seed = objects.seed;
  }

  /** Returns memory in use, bytes. */
  long sizeBytes() {
    return rates.sizeBytes() + spreads.sizeBytes() + hostRates.sizeBytes() + baselines.sizeBytes();
  }

  /** Lists what lasts. */
  void list(Inventory inventory) {
    inventory.add("meters.rates", rates.lasting());
    inventory.add("meters.spreads", spreads.lasting());
    inventory.add("meters.hosts", hostRates.lasting());
  }

  /** Returns the length of the network that a family's hosts are counted in. */
  static int networkLength(int family) {
    return family == 4 ? NETWORK_4 : NETWORK_6;
  }

  /** Points at the levels of a packet's target, counted as a vector or {@link Limits#UDP_FLOWS}. */
  void aim(PacketBatch batch, int i, int counted) {
    long high = batch.targetHigh[i];
    long low = batch.targetLow[i];
    int port = batch.ports[i] & 0xffff;
    aim(
        batch,
        i,
        counted,
        batch.object[i],
        batch.targetPrefix[i],
        batch.targetHash[i],
        high,
        low,
        port);
  }

  /** Points at the levels of the host that a packet comes from: for what takes back a count. */
  void aimBack(PacketBatch batch, int i, int counted) {
    long high = batch.sourceHigh[i];
    long low = batch.sourceLow[i];
    int port = batch.ports[i] >>> 16;
    aim(
        batch,
        i,
        counted,
        batch.sourceObject[i],
        batch.sourcePrefix[i],
        batch.sourceHash[i],
        high,
        low,
        port);
  }

  private void aim(
      PacketBatch batch,
      int i,
      int counts,
      int ofObject,
      int prefix,
      long hash,
      long high,
      long low,
      int port) {
    object = ofObject;
    counted = counts;
    int family = batch.family[i];
    long hostPps = limits.pps(object, counted);
    long host = Hash.mix(hash, counted, seed);
    serviceIndex = limits.service(object, batch.protocol[i], port);
    if (serviceIndex >= 0) {
      Service service = limits.rated(object)[serviceIndex];
      hostPps = service.pps();
      host = Hash.mix(host, service.lowPort(), seed);
    }
    baseline = baselines.find(object, counted, serviceIndex);
    hostPps = baselines.hostPps(baseline, hostPps);
    minSpread = limits.minSpread(object);
    boolean byPort = counted == Vectors.SYN_FLOOD && minSpread > 0;
    int scope = objects.lengthOf(prefix);
    boolean inNetwork = scope < networkLength(family);
    boolean inPrefix = scope < (family == 4 ? 32 : 128) && !objects.anyTarget;
    long networkLow = family == 4 ? low & ~0xffL : 0;
    long network = Hash.mix(Hash.address(high, networkLow, seed), counted, seed);
    long widePps = baselines.widePps(baseline, hostPps * limits.thresholds(object).carpetFactor());
    keys[PORT] = byPort ? Hash.mix(host, port, seed) : 0;
    keys[FEW] = objects.anyTarget ? host + FEW : 0;
    keys[HOST] = host + HOST;
    keys[NETWORK] = inNetwork ? network + NETWORK : 0;
    keys[PREFIX] = inPrefix ? Hash.mix(objects.prefixKey(prefix), counted, seed) + PREFIX : 0;
    pps[PORT] = hostPps * FEW_SOURCES_FACTOR;
    pps[FEW] = hostPps * FLOOD_FACTOR;
    pps[HOST] = hostPps;
    pps[NETWORK] = widePps;
    pps[PREFIX] = widePps;
    // Where answers are not seen, conversations count that go on, and these come in bursts: a frame
    // of video, a window's acknowledgements.
    boolean oneWay = (batch.knowledge[i] & Knowledge.BOTH_DIRECTIONS_SEEN) == 0;
    burstWindows =
        counted == Vectors.UDP_FLOOD && oneWay && !objects.anyTarget ? SECOND_WINDOWS : 1;
  }

  /** Returns the time of a packet at a level's threshold, at least 1 ns. */
  private long intervalNs(int level) {
    return Math.max(1, SECOND_NS / pps[level]);
  }

  /** Returns the threshold of a level, packets/s. */
  long pps(int level) {
    return pps[level];
  }

  /**
   * Counts the packet at a level and tells whether that is over its threshold.
   *
   * @param share 1, or more to be over at that part of the burst: for what is remembered
   */
  boolean over(PacketBatch batch, int i, int level, int share) {
    long key = keys[level];
    if (key == 0) {
      return false;
    }
    long intervalNs = intervalNs(level);
    long burstNs = Limits.burst(pps[level] * burstWindows) * intervalNs;
    long filled = rates.count(key, intervalNs, burstNs, batch.clockNs[i]);
    // One source may be a flood of SYNs, if it stays on a port; over many ports it is a scan.
    if (minSpread > 0 && level != PORT && level != FEW) {
      boolean spread = spreads.add(key, batch.sourceHash[i], filled == 0) >= minSpread;
      return spread && filled > burstNs / share;
    }
    return filled > burstNs / share;
  }

  /**
   * Lets the object's baseline learn from the packet aimed at, and returns how many bursts of its
   * lower threshold the object has had: 0, 1, or 2 at most.
   */
  int learn(long nowNs) {
    baselines.count(baseline, hostRates.count(keys[HOST], nowNs), nowNs);
    return baselines.bursts(baseline, nowNs);
  }

  /** Counts the packet's host against its lower threshold and tells whether it is over that. */
  boolean overLow(long nowNs) {
    long intervalNs = SECOND_NS / lowPps(HOST);
    long burstNs = Limits.lowBurst(lowPps(HOST)) * intervalNs;
    return rates.count(keys[HOST] + LOW, intervalNs, burstNs, nowNs) > burstNs / 2;
  }

  /** Returns the lower threshold of a host, or of what is wider. */
  long lowPps(int level) {
    return level == HOST ? baselines.lowHostPps(baseline) : baselines.lowWidePps(baseline);
  }

  /** Returns how long ago the rate of what was aimed at rose to what it is, ns. */
  long riseNs(long nowNs) {
    return baselines.riseNs(baseline, nowNs);
  }

  /** Returns the rate of all packets of a vector that was no attack yet, packets/s. */
  long quietPps(int vector) {
    return baselines.quietPps(vector == counted ? baseline : all(vector));
  }

  /**
   * Returns the threshold of all packets of a vector, on the level of one that counts no more than
   * those that open a flow; 0 where it counts all.
   */
  long allPps(int vector, long atPps) {
    if (vector == counted || serviceIndex >= 0) {
      return 0;
    }
    long hostPps = baselines.hostPps(all(vector), limits.pps(object, vector));
    int factor = limits.thresholds(object).carpetFactor();
    return atPps == pps[HOST] ? hostPps : baselines.widePps(all(vector), hostPps * factor);
  }

  private int all(int vector) {
    return baselines.find(object, vector, serviceIndex);
  }

  /**
   * Tells whether three of four packets that a level holds are held by a narrower one, too; both
   * have been counted.
   */
  boolean isMostOf(int narrow, int wide, long nowNs) {
    return keys[narrow] != 0 && packets(narrow, nowNs) * 4 >= packets(wide, nowNs) * 3;
  }

  /**
   * Takes what a level holds out of the wider ones: it is being treated now, and must not raise
   * them at the next packet of somebody else.
   */
  void relieve(int narrow, long nowNs) {
    long count = packets(narrow, nowNs);
    for (int wide = narrow + 1; wide <= PREFIX; wide++) {
      if (keys[wide] != 0 && count > 0) {
        rates.takeBack(keys[wide], count * intervalNs(wide));
      }
    }
  }

  private long packets(int level, long nowNs) {
    return keys[level] == 0 ? 0 : rates.level(keys[level], nowNs) / intervalNs(level);
  }

  /** Returns how full the buckets are that a packet's target is counted in, by its vector. */
  @ColdPath("for explanations")
  List<Level> levels(PacketBatch batch, int i) {
    int vector = batch.vector[i];
    List<Level> levels = new ArrayList<>();
    if (vector == Vectors.UDP_FLOOD) {
      add(levels, batch, i, Limits.UDP_FLOWS, "UDP that opens a flow or repeats itself");
    }
    add(levels, batch, i, vector, Vectors.name(vector));
    return levels;
  }

  @ColdPath("for explanations")
  private void add(List<Level> levels, PacketBatch batch, int i, int counted, String countedText) {
    aim(batch, i, counted);
    for (int level = 0; level < LEVELS; level++) {
      if (keys[level] != 0 && pps[level] > 0) {
        long burst = Limits.burst(pps[level] * burstWindows);
        long packets = packets(level, batch.clockNs[i]);
        levels.add(new Level(NAMES.get(level), countedText, packets, burst, pps[level]));
      }
    }
  }

  /** Takes back, at every level, a packet that was counted and has turned out to be harmless. */
  void takeBack() {
    baselines.takeBack(baseline);
    for (int level = 0; level < LEVELS; level++) {
      if (keys[level] != 0) {
        rates.takeBack(keys[level], intervalNs(level));
      }
    }
  }
}
