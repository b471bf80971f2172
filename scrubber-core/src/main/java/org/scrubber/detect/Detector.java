package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Objects;
import org.scrubber.classify.Vectors;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Service;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;
import org.scrubber.table.RateTable;
import org.scrubber.table.SpreadTable;

/**
 * Counts the packets that nothing speaks for, per target host, network and policy prefix, raises
 * mitigations when a threshold is passed, and tells each survivor which mitigation it falls under.
 *
 * <p>A window is 100 ms of packet time; a bucket overflows within it, so a flood is met after a
 * burst's worth of packets, not at the window's end. All state is preallocated. One thread.
 */
public final class Detector {
  /** Hosts, networks and prefixes whose rates are kept, times vectors. */
  public static final int RATE_CAPACITY = 1 << 16;

  /** More hosts than this under the same vector in one prefix are one carpet. */
  private static final int MAX_HOSTS = 8;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOST = 1;
  private static final long NETWORK = 2;
  private static final long PREFIX = 3;

  /** A remembered vector comes back when its bucket is a quarter full. */
  private static final int MEMORY_SHARE = 4;

  private final Objects objects;
  private final Limits limits;
  private final Mitigations mitigations;
  private final FlowTable flows;
  private final RateTable rates = new RateTable(RATE_CAPACITY);
  private final SpreadTable spreads = new SpreadTable(1 << 14);
  private final long seed;
  private long nextWindowNs = Limits.WINDOW_NS;

  /** Creates a detector for a policy; it only reads the flow table. */
  public Detector(Policy policy, Objects objects, Mitigations mitigations, FlowTable flows) {
    this.flows = flows;
    this.objects = objects;
    this.limits = new Limits(policy.objects());
    this.mitigations = mitigations;
    this.seed = policy.seed();
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return rates.sizeBytes() + spreads.sizeBytes();
  }

  /** Counts survivors and fills {@code mitigation}. */
  public void detect(PacketBatch batch) {
    int[] survivors = batch.survivors;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if (batch.clockNs[i] >= nextWindowNs) {
        closeWindows(batch.clockNs[i]);
      }
      int vector = batch.vector[i];
      if (vector == Vectors.NONE) {
        continue;
      }
      int index = active(batch, i, vector);
      if (index >= 0) {
        forgetMaturity(batch, i, mitigations.get(index));
      }
      boolean suspect = !Evidence.speaksFor(vector, batch.knowledge[i]);
      if (index < 0 && suspect) {
        index = meter(batch, i, vector);
      }
      if (index < 0 && (batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0 && suspect) {
        index = echoed(batch, i);
      }
      if (index < 0 && vector == Vectors.RST_FLOOD && suspect) {
        index = reflectedReset(batch, i);
      }
      if (index >= 0 && suspect) {
        mitigations.get(index).offer();
      }
      batch.mitigation[i] = index;
    }
  }

  /** A flow that began with the attack does not become trustworthy by going on. */
  private void forgetMaturity(PacketBatch batch, int i, Mitigation mitigation) {
    if ((batch.knowledge[i] & Knowledge.MATURE) != 0) {
      int slot = batch.flowSlot[i];
      boolean before =
          flows.holds(slot, batch.flowHash[i])
              && flows.firstSeenNs(slot) < mitigation.raisedNs - SECOND_NS;
      if (!before) {
        batch.knowledge[i] &= ~Knowledge.MATURE;
      }
    }
  }

  private void closeWindows(long nowNs) {
    mitigations.closeWindow(nowNs, limits);
    nextWindowNs += Limits.WINDOW_NS;
    // After a pause, rates are measured afresh: at most a second's worth of empty windows.
    for (int empty = 0; empty < 10 && nowNs >= nextWindowNs; empty++) {
      mitigations.closeWindow(nextWindowNs, limits);
      nextWindowNs += Limits.WINDOW_NS;
    }
    if (nowNs >= nextWindowNs) {
      nextWindowNs = nowNs - nowNs % Limits.WINDOW_NS + Limits.WINDOW_NS;
      mitigations.closeWindow(nowNs, limits);
    }
  }

  /** Returns the active mitigation of a vector that covers the packet's target, or -1. */
  public int active(PacketBatch batch, int i, int vector) {
    if (!mitigations.concerns(batch.object[i], vector)) {
      return -1;
    }
    return mitigations.find(
        batch.object[i],
        vector,
        Mitigation.ACTIVE,
        batch.family[i],
        batch.targetHigh[i],
        batch.targetLow[i]);
  }

  /** ICMP errors that quote what nobody sent are the echo of a reflection under treatment. */
  private int echoed(PacketBatch batch, int i) {
    int knowledge = batch.knowledge[i];
    int index = -1;
    if ((knowledge & Knowledge.QUOTES_TCP) != 0) {
      index = active(batch, i, Vectors.SYNACK_REFLECTION);
      return index >= 0 ? index : active(batch, i, Vectors.SYN_FLOOD);
    }
    if ((knowledge & Knowledge.QUOTES_UDP) != 0) {
      index = active(batch, i, Vectors.UDP_FLOOD);
    }
    return index;
  }

  /** Reflectors with a closed port answer a spoofed SYN with RST: the same vector. */
  private int reflectedReset(PacketBatch batch, int i) {
    return active(batch, i, Vectors.SYNACK_REFLECTION);
  }

  /** Counts a suspect packet at all its levels; returns the mitigation it raised, or -1. */
  private int meter(PacketBatch batch, int i, int vector) {
    int index = -1;
    if (vector == Vectors.UDP_FLOOD && Evidence.opensOrRepeats(batch.knowledge[i])) {
      index = levels(batch, i, vector, Limits.UDP_FLOWS);
    }
    return index >= 0 ? index : levels(batch, i, vector, vector);
  }

  /** Counts at host, network and prefix level, the narrowest first. */
  private int levels(PacketBatch batch, int i, int vector, int counted) {
    int object = batch.object[i];
    int family = batch.family[i];
    long pps = limits.pps(object, counted);
    long key = Hash.mix(batch.targetHash[i], counted, seed);
    Service service = limits.service(object, batch.protocol[i], batch.ports[i] & 0xffff);
    if (service != null) {
      pps = service.pps();
      key = Hash.mix(key, service.lowPort(), seed);
    }
    int minSources = limits.thresholds(object).minSources();
    if (vector == Vectors.SYN_FLOOD && minSources > 1) {
      // One source may be a flood, if it stays on a port; over many ports it is a scan.
      long portKey = Hash.mix(key, batch.ports[i] & 0xffff, seed) + HOST;
      if (over(batch, i, portKey, pps, vector, 1)) {
        return raiseHost(batch, i, vector, pps);
      }
    }
    if (over(batch, i, key + HOST, pps, vector, minSources)) {
      return raiseHost(batch, i, vector, pps);
    }
    long widePps = pps * limits.thresholds(object).carpetFactor();
    int scope = objects.prefix(batch.targetPrefix[i]).length();
    int network = family == 4 ? 24 : 64;
    if (scope < network) {
      long high = batch.targetHigh[i];
      long low = family == 4 ? batch.targetLow[i] & ~0xffL : 0;
      long networkKey = Hash.mix(Hash.address(high, low, seed), counted, seed) + NETWORK;
      if (over(batch, i, networkKey, widePps, vector, minSources)) {
        return raiseCarpet(batch, i, vector, widePps, network);
      }
    }
    if (scope < (family == 4 ? 32 : 128) && !objects.anyTarget) {
      long prefixKey = Hash.mix(batch.targetPrefix[i], counted, seed) + PREFIX;
      if (over(batch, i, prefixKey, widePps, vector, minSources)) {
        return raiseCarpet(batch, i, vector, widePps, scope);
      }
    }
    return -1;
  }

  /** Counts a packet under a key and tells whether the key is over its threshold. */
  private boolean over(PacketBatch batch, int i, long key, long pps, int vector, int minSources) {
    long intervalNs = SECOND_NS / pps;
    long burst = Limits.burst(pps);
    long level = rates.count(key, intervalNs, burst * intervalNs, batch.clockNs[i]);
    int object = batch.object[i];
    boolean spread = true;
    if (minSources > 1) {
      int bits = spreads.add(key, batch.sourceHash[i], level == 0);
      spread = bits >= SpreadTable.expectedBits(minSources);
    }
    boolean remembered = mitigations.concerns(object, vector) && isRemembered(batch, i, vector);
    return spread && level > burst * intervalNs / (remembered ? MEMORY_SHARE : 1);
  }

  private boolean isRemembered(PacketBatch batch, int i, int vector) {
    int index = dormant(batch, i, vector);
    return index >= 0 && batch.clockNs[i] - mitigations.get(index).endedNs < Mitigations.MEMORY_NS;
  }

  private int dormant(PacketBatch batch, int i, int vector) {
    return mitigations.find(
        batch.object[i],
        vector,
        Mitigation.DORMANT,
        batch.family[i],
        batch.targetHigh[i],
        batch.targetLow[i]);
  }

  private int raiseHost(PacketBatch batch, int i, int vector, long pps) {
    int object = batch.object[i];
    int family = batch.family[i];
    int prefix = batch.targetPrefix[i];
    if (mitigations.activeHosts(object, vector, prefix) >= MAX_HOSTS) {
      mitigations.endHosts(object, vector, prefix, batch.clockNs[i]);
      int scope = objects.prefix(prefix).length();
      int network = family == 4 ? 24 : 64;
      return raiseCarpet(batch, i, vector, pps, objects.anyTarget ? network : scope);
    }
    int length = family == 4 ? 32 : 128;
    int index = dormant(batch, i, vector);
    if (index < 0 || mitigations.get(index).targetLength != length) {
      long high = batch.targetHigh[i];
      long low = batch.targetLow[i];
      index = mitigations.enter(object, vector, family, high, low, length, prefix);
    }
    return raise(index, vector, pps, batch.clockNs[i]);
  }

  /** Raises one mitigation for a whole prefix, whatever its vectors. */
  private int raiseCarpet(PacketBatch batch, int i, int vector, long pps, int length) {
    int object = batch.object[i];
    int family = batch.family[i];
    long high = maskHigh(family, batch.targetHigh[i], length);
    long low = maskLow(family, batch.targetLow[i], length);
    int index = mitigations.findTarget(object, Vectors.CARPET_BOMBING, family, high, low, length);
    if (index < 0) {
      int prefix = batch.targetPrefix[i];
      index = mitigations.enter(object, Vectors.CARPET_BOMBING, family, high, low, length, prefix);
    }
    return raise(index, vector, pps, batch.clockNs[i]);
  }

  private int raise(int index, int vector, long pps, long nowNs) {
    if (index >= 0) {
      mitigations.raise(index, vector, pps, Limits.burst(pps), nowNs);
    }
    return index;
  }

  private static long maskHigh(int family, long high, int length) {
    return family == 4 || length >= 64 ? high : length == 0 ? 0 : high & -1L << 64 - length;
  }

  private static long maskLow(int family, long low, int length) {
    if (family == 4) {
      return length == 0 ? 0 : low & 0xffff_ffffL << 32 - length & 0xffff_ffffL;
    }
    return length <= 64 ? 0 : length == 128 ? low : low & -1L << 128 - length;
  }
}
