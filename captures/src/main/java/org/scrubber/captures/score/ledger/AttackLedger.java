package org.scrubber.captures.score.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.world.Truth;
import org.scrubber.policy.Prefix;

/** Attack packets: by vector, with those that stateless rules must stop, and what passed. */
public final class AttackLedger {
  private final List<VectorLedger> vectors = new ArrayList<>();
  private final VectorLedger strays = new VectorLedger();
  private final Causes passed = new Causes();
  private long stateless;
  private long statelessPassed;
  private final Map<Integer, Hosts> hosts = new TreeMap<>();
  private final List<Hit> objects = new ArrayList<>();
  private final Peak all = new Peak();
  private final long onsetPps;
  private long onsetNs = -1;
  private long firstNs = -1;
  private long lastNs = -1;

  AttackLedger(int count, long onsetPps) {
    this.onsetPps = onsetPps;
    for (int k = 0; k < count; k++) {
      vectors.add(new VectorLedger());
    }
  }

  void count(PacketBatch batch, int i, Truth truth, long timeNs, boolean hasPassed) {
    int vector = truth.vector();
    VectorLedger ledger = vector >= 0 && vector < vectors.size() ? vectors.get(vector) : strays;
    ledger.count(timeNs, hasPassed, truth.traffic());
    all.count(timeNs, batch.wireLength[i]);
    if (onsetNs < 0 && all.pps() >= onsetPps) {
      onsetNs = timeNs;
    }
    int object = batch.object[i];
    if (object >= 0) {
      object(object).count(timeNs, batch.wireLength[i]);
    }
    hosts.computeIfAbsent(vector, number -> new Hosts()).count(batch, i);
    if (firstNs < 0) {
      firstNs = timeNs;
    }
    lastNs = timeNs;
    if (truth.invariant()) {
      stateless++;
      statelessPassed += hasPassed ? 1 : 0;
    }
    if (hasPassed) {
      passed.count("vector " + (vector + 1) + " × " + truth.traffic());
    }
  }

  /** Returns the ledger of each vector, by number. */
  public List<VectorLedger> vectors() {
    return vectors;
  }

  /** Returns that of attack packets that belong to no vector of the scenario's. */
  public VectorLedger strays() {
    return strays;
  }

  /** Returns how many stateless rules must stop. */
  public long stateless() {
    return stateless;
  }

  /** Returns how many of those passed. */
  public long statelessPassed() {
    return statelessPassed;
  }

  /** Returns the hosts, as prefixes, that are the only target of a vector. */
  public Set<String> soleHosts() {
    Set<String> sole = new TreeSet<>();
    for (Hosts one : hosts.values()) {
      if (!one.several && one.family != 0) {
        int length = one.family == 4 ? 32 : 128;
        sole.add(new Prefix(one.family, one.high, one.low, length).toString());
      }
    }
    return sole;
  }

  /** Returns what came to a protected object, by its index in the policy. */
  public Hit object(int index) {
    while (objects.size() <= index) {
      objects.add(new Hit());
    }
    return objects.get(index);
  }

  /** What came to one protected object. */
  public static final class Hit {
    private static final long PAUSE_NS = 10_000_000_000L;

    private final Peak peak = new Peak();
    private long lastNs;
    private int waves;

    private void count(long timeNs, int lengthBytes) {
      if (waves == 0 || timeNs - lastNs > PAUSE_NS) {
        waves++;
      }
      lastNs = timeNs;
      peak.count(timeNs, lengthBytes);
    }

    /** Returns the highest rate of it. */
    public Peak peak() {
      return peak;
    }

    /** Returns how often the attack on it began, the first time or after ten seconds of rest. */
    public int waves() {
      return waves;
    }
  }

  /** Whether a vector has one target. */
  private static final class Hosts {
    private int family;
    private long high;
    private long low;
    private boolean several;

    void count(PacketBatch batch, int i) {
      if (family == 0) {
        family = batch.family[i];
        high = batch.targetHigh[i];
        low = batch.targetLow[i];
      }
      several |= batch.targetLow[i] != low || batch.targetHigh[i] != high;
    }
  }

  /** Returns the highest rate of all of it. */
  public Peak peak() {
    return all;
  }

  /** Returns the time of the first attack packet, ns of the world; -1 when there was none. */
  public long firstNs() {
    return firstNs;
  }

  /**
   * Returns when the attack first had a rate that must be noticed, ns of the world; -1 if never.
   */
  public long onsetNs() {
    return onsetNs;
  }

  /** Returns the time of the last attack packet, ns of the world; -1 when there was none. */
  public long lastNs() {
    return lastNs;
  }

  /** Returns what passed, by vector and traffic. */
  public Causes passed() {
    return passed;
  }
}
