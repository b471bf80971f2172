package org.scrubber.detect;

import java.util.Arrays;
import org.scrubber.batch.ColdPath;
import org.scrubber.classify.Vectors;
import org.scrubber.policy.Service;
import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.state.Single;
import org.scrubber.state.WordEach;

/**
 * The baselines of all objects, by vector or by service with a rate of its own, and the thresholds
 * that follow from them where a policy wants that.
 *
 * <p>Beside it there are lower thresholds, for when several objects rise at once ({@link Breadth}).
 *
 * <p>A learned threshold is four times the baseline, at least a tenth of the policy's threshold and
 * at most {@code baseline-max-factor} times it. Until 3 minutes were learned, the policy's holds.
 * Bounded, allocated at start; when it is full, what comes later has the policy's thresholds. One
 * thread.
 */
public final class Baselines implements Lasting {
  /** Baselines at most; about 800 bytes each. */
  public static final int CAPACITY = 4_096;

  /** Nothing is learned while an object is treated, and so long after. */
  static final long FROZEN_NS = 60_000_000_000L;

  /** A learned threshold is so many baselines. */
  private static final int HEADROOM = 4;

  /** A learned threshold is at least this part of the policy's. */
  private static final int FLOOR_SHARE = 10;

  /** A lower threshold is at least this part of the policy's. */
  private static final int LOW_FLOOR_SHARE = 100;

  /** And at least so much, packets/s: what a handful of packets says is nothing. */
  private static final long LEAST_LOW_PPS = 10;

  private static final int BYTES = 780;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Limits limits;
  private final Baseline[] all;

  /** Baseline of (object, vector) plus one, 0 when none. */
  private final short[] byVector;

  /** Baseline of an object's services with a rate of their own, plus one. */
  private final short[][] byService;

  private final long[] treatedNs;

  /** Whether an object has received anything in this interval, and in how many before. */
  private final boolean[] seen;

  private final long[] seenIntervals;
  private int used;
  private long nextNs = Baseline.INTERVAL_NS;

  Baselines(Limits limits) {
    this.limits = limits;
    int objects = limits.objectCount();
    all = new Baseline[(int) Math.min(CAPACITY, (long) objects * Vectors.COUNT)];
    for (int k = 0; k < all.length; k++) {
      all[k] = new Baseline();
    }
    byVector = new short[objects * Vectors.COUNT];
    byService = new short[objects][];
    for (int object = 0; object < objects; object++) {
      byService[object] = new short[limits.rated(object).length];
    }
    treatedNs = new long[objects];
    seen = new boolean[objects];
    seenIntervals = new long[objects];
    Arrays.fill(treatedNs, NEVER);
  }

  /** Returns memory in use, bytes. */
  long sizeBytes() {
    return all.length * (long) BYTES + byVector.length * 2L;
  }

  /** Returns how many there are; indices are below. */
  public int size() {
    return used;
  }

  /** Returns a baseline by its index. */
  public Baseline get(int index) {
    return all[index];
  }

  /** Returns the index of what is counted for an object, entered if need be, or -1 when full. */
  int find(int object, int counted, int service) {
    int pair = object * Vectors.COUNT + counted;
    int index = (service < 0 ? byVector[pair] : byService[object][service]) - 1;
    if (index >= 0 || used == all.length) {
      return index;
    }
    index = used++;
    all[index].object = object;
    all[index].counted = counted;
    all[index].service = service;
    all[index].serviceKey = service < 0 ? 0 : key(limits.rated(object)[service]);
    all[index].begin((int) seenIntervals[object]);
    lower(all[index]);
    enter(index);
    return index;
  }

  private void enter(int index) {
    Baseline one = all[index];
    if (one.service < 0) {
      byVector[one.object * Vectors.COUNT + one.counted] = (short) (index + 1);
    } else {
      byService[one.object][one.service] = (short) (index + 1);
    }
  }

  private static long key(Service service) {
    long ports = (long) service.lowPort() << 16 | service.highPort();
    return 1L << 40 | (long) service.protocol() << 32 | ports;
  }

  /** Lists what lasts. */
  void list(Inventory inventory) {
    inventory.add("baselines", this);
    Single next = (carrier, place) -> nextNs = carrier.word(nextNs);
    inventory.add("baselines.next", next);
    inventory.addByObject("baselines.treated", new WordEach(treatedNs));
    inventory.addByObject("baselines.seen", new WordEach(seenIntervals));
  }

  @Override
  public int places() {
    return all.length;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    all[place].carry(carrier);
  }

  /** How many there may be depends on the policy's objects. */
  @Override
  public boolean adopt(Carrier carrier, int place, int places) {
    (place < all.length ? all[place] : new Baseline()).carry(carrier);
    return true;
  }

  /** Keeps those whose object and service are still there, in their order. */
  @Override
  @ColdPath("once, after a restart")
  public void restored() {
    Arrays.fill(byVector, (short) 0);
    for (short[] services : byService) {
      Arrays.fill(services, (short) 0);
    }
    used = 0;
    for (int k = 0; k < all.length; k++) {
      Baseline one = all[k];
      if (one.counted != 0 && one.object >= 0 && isOffered(one)) {
        all[k] = all[used];
        all[used] = one;
        enter(used++);
      } else {
        all[k] = new Baseline();
      }
    }
  }

  private boolean isOffered(Baseline one) {
    one.service = -1;
    Service[] services = limits.rated(one.object);
    for (int k = 0; k < services.length; k++) {
      one.service = key(services[k]) == one.serviceKey ? k : one.service;
    }
    return one.serviceKey == 0 || one.service >= 0;
  }

  /** Counts a packet; {@code ofHost} is how many its host has had in this second. */
  void count(int index, int ofHost, long nowNs) {
    if (index >= 0) {
      all[index].count(ofHost, nowNs);
    }
  }

  /** Notes that an object receives packets: what is not among them is known not to come. */
  void see(int object) {
    seen[object] = true;
  }

  /** Counts a packet against the lower threshold of all hosts; see {@link Baseline#bursts}. */
  int bursts(int index, long nowNs) {
    return index < 0 ? 0 : all[index].bursts(nowNs);
  }

  /** Returns the lower threshold of a host, packets/s; 0 while it is not known what is normal. */
  long lowHostPps(int index) {
    return index < 0 ? 0 : all[index].lowHostPps;
  }

  /** Returns the lower threshold of all hosts. */
  long lowWidePps(int index) {
    return index < 0 ? 0 : all[index].lowWidePps;
  }

  /** Takes back a packet that was counted and has proved harmless. */
  void takeBack(int index) {
    if (index >= 0) {
      all[index].takeBack();
    }
  }

  /** Returns a host's threshold in force; the policy's, where nothing was learned. */
  long hostPps(int index, long policyPps) {
    return index >= 0 && all[index].hostLimitPps > 0 ? all[index].hostLimitPps : policyPps;
  }

  /** Returns a prefix's threshold in force. */
  long widePps(int index, long policyPps) {
    return index >= 0 && all[index].wideLimitPps > 0 ? all[index].wideLimitPps : policyPps;
  }

  /** Returns how long ago the rate rose to what it is, ns. */
  long riseNs(int index, long nowNs) {
    return index < 0 ? 0 : all[index].riseNs(nowNs);
  }

  /** Returns the rate that is no attack yet, packets/s. */
  long quietPps(int index) {
    return index < 0 ? 0 : all[index].quietPps();
  }

  /** Notes that an object is being treated. */
  void treated(int object, long nowNs) {
    treatedNs[object] = nowNs;
  }

  /** Ends an interval when it is time; a pause is none. */
  void tick(long nowNs) {
    if (nowNs < nextNs) {
      return;
    }
    for (int object = 0; object < seen.length; object++) {
      seenIntervals[object] += seen[object] && !wasTreated(object, nowNs) ? 1 : 0;
      seen[object] = false;
    }
    for (int k = 0; k < used; k++) {
      Baseline one = all[k];
      one.learn(wasTreated(one.object, nowNs), nowNs);
      lower(one);
      int factor = limits.thresholds(one.object).baselineMaxFactor();
      if (factor > 0 && one.isUsable()) {
        long hostPps = policyPps(one);
        one.hostLimitPps = learned(one.hostPps(), hostPps, factor);
        long widePps = hostPps * limits.thresholds(one.object).carpetFactor();
        long wideLimitPps = learned(one.allPps(), widePps, factor);
        one.wideLimitPps = Math.max(one.hostLimitPps, wideLimitPps);
      }
    }
    nextNs = nowNs - nowNs % Baseline.INTERVAL_NS + Baseline.INTERVAL_NS;
  }

  private boolean wasTreated(int object, long nowNs) {
    return nowNs - treatedNs[object] < FROZEN_NS + Baseline.INTERVAL_NS;
  }

  /** Sets the lower thresholds: what would be learned, at most the policy's. */
  private void lower(Baseline one) {
    if (one.isUsable()) {
      long hostPps = policyPps(one);
      long widePps = hostPps * limits.thresholds(one.object).carpetFactor();
      long floor = Math.max(LEAST_LOW_PPS, hostPps / LOW_FLOOR_SHARE);
      one.lowHostPps = Math.max(floor, Math.min(wanted(one.hostPps()), hostPps));
      one.lowWidePps = Math.max(one.lowHostPps, Math.min(wanted(one.allPps()), widePps));
    }
  }

  private static long learned(double baseline, long policyPps, int factor) {
    long floor = Math.max(Math.min(policyPps, Limits.MIN_BURST), policyPps / FLOOR_SHARE);
    return Math.max(floor, Math.min(wanted(baseline), policyPps * factor));
  }

  private static long wanted(double baseline) {
    return (long) StrictMath.ceil(baseline * HEADROOM);
  }

  /** Returns what a baseline is of: a vector, udp-flow, or a service. */
  @ColdPath("for reports")
  public String describe(Baseline one) {
    if (one.service >= 0) {
      return limits.rated(one.object)[one.service].toString();
    }
    return one.counted == Limits.UDP_FLOWS ? "udp-flow" : Vectors.name(one.counted);
  }

  /**
   * Returns the threshold of a host in force, packets/s; or, where thresholds are not learned, the
   * one that would be.
   */
  public long effectivePps(Baseline one) {
    if (!one.isUsable()) {
      return policyPps(one);
    }
    int factor = limits.thresholds(one.object).baselineMaxFactor();
    return learned(one.hostPps(), policyPps(one), Math.max(1, factor));
  }

  /** Returns the policy's threshold for a host, packets/s. */
  public long policyPps(Baseline one) {
    return one.service < 0
        ? limits.pps(one.object, one.counted)
        : limits.rated(one.object)[one.service].pps();
  }
}
