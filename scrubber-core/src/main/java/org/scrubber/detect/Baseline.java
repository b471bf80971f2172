package org.scrubber.detect;

import org.scrubber.state.Carrier;

/**
 * What is normal for one vector, or one service, of one object: the rate of packets that nothing
 * speaks for, of its busiest host and of all its hosts, while nothing is treated.
 *
 * <p>The highest second of every 10 s goes into means over a minute, ten minutes and an hour; the
 * baseline follows the highest of the three, and at most doubles or halves in an hour, so that a
 * slow ramp cannot lead it far. Preallocated; one thread.
 */
public final class Baseline {
  /** Length of the intervals that it learns from. */
  static final long INTERVAL_NS = 10_000_000_000L;

  /** Intervals before it is of use: 3 minutes. */
  static final int USABLE_INTERVALS = 18;

  private static final long SECOND_NS = 1_000_000_000L;

  /** Seconds that are kept, a power of two: how far back a rise can be found. */
  private static final int SECONDS = 64;

  private static final double INTERVALS_AN_HOUR = 360;
  private static final double[] WEIGHTS = {10.0 / 60, 10.0 / 600, 10.0 / 3_600};
  private static final double STEP = StrictMath.pow(2, 1 / INTERVALS_AN_HOUR);

  /** A rate is above what is quiet when it is so many times that, and a few packets. */
  private static final int RISE_FACTOR = 2;

  private static final int RISE_PACKETS = 3;

  /** Protected object. */
  int object;

  /** What is counted: a vector, or {@link Limits#UDP_FLOWS}. */
  int counted;

  /** Which of the object's services with a rate of their own, or -1. */
  int service;

  /** The same as a number that does not depend on the policy's order; 0 for none. */
  long serviceKey;

  /** Thresholds of a host and of a prefix in force, packets/s; 0 for those of the policy. */
  long hostLimitPps;

  long wideLimitPps;

  /**
   * Lower thresholds of a host and of all hosts, for when several objects rise at once, packets/s;
   * 0 while it is not known what is normal.
   */
  long lowHostPps;

  long lowWidePps;

  /** When the bucket of the lower threshold of all hosts will be empty. */
  private long emptyAtNs;

  /** Packets of each second, without those that proved harmless in it. */
  private final int[] seconds = new int[SECONDS];

  /** When the first packet of each second came, ns into it; of use where there was one. */
  private final int[] firsts = new int[SECONDS];

  private long second;
  private int inSecond;
  private int answeredInSecond;

  private int intervalHost;
  private int intervalAll;
  private int intervals;
  private final double[] hostMeans = new double[WEIGHTS.length];
  private final double[] allMeans = new double[WEIGHTS.length];
  private double hostPps;
  private double allPps;

  /** Carries all of it, but what is worked out from it and the policy. */
  void carry(Carrier carrier) {
    object = carrier.object(object);
    counted = carrier.whole(counted);
    serviceKey = carrier.word(serviceKey);
    hostLimitPps = carrier.word(hostLimitPps);
    wideLimitPps = carrier.word(wideLimitPps);
    carrier.wholes(seconds, 0, SECONDS);
    carrier.wholes(firsts, 0, SECONDS);
    second = carrier.word(second);
    inSecond = carrier.whole(inSecond);
    answeredInSecond = carrier.whole(answeredInSecond);
    intervalHost = carrier.whole(intervalHost);
    intervalAll = carrier.whole(intervalAll);
    intervals = carrier.whole(intervals);
    carrier.reals(hostMeans);
    carrier.reals(allMeans);
    hostPps = carrier.real(hostPps);
    allPps = carrier.real(allPps);
  }

  /** Counts a packet; {@code ofHost} is how many its host has had in this second, with it. */
  void count(int ofHost, long nowNs) {
    roll(nowNs);
    if (inSecond == answeredInSecond) { // Those before it have proved harmless.
      firsts[(int) second & SECONDS - 1] = (int) (nowNs % SECOND_NS);
    }
    inSecond++;
    intervalHost = Math.max(intervalHost, ofHost);
  }

  /**
   * Counts a packet against the lower threshold of all hosts and returns how many bursts the bucket
   * holds: 0, 1, or 2 at most.
   */
  int bursts(long nowNs) {
    if (lowWidePps == 0) {
      return 0;
    }
    long intervalNs = SECOND_NS / lowWidePps;
    long burstNs = Limits.lowBurst(lowWidePps) * intervalNs;
    long level = Math.max(0, emptyAtNs - nowNs);
    emptyAtNs = nowNs + Math.min(level + intervalNs, 2 * burstNs + intervalNs);
    return (int) Math.min(2, level / burstNs);
  }

  private void roll(long nowNs) {
    long now = nowNs / SECOND_NS;
    if (now == second) {
      return;
    }
    seconds[(int) second & SECONDS - 1] = Math.max(0, inSecond - answeredInSecond);
    intervalAll = Math.max(intervalAll, inSecond);
    long from = Math.max(second + 1, now - SECONDS);
    for (long empty = from; empty < now; empty++) {
      seconds[(int) empty & SECONDS - 1] = 0;
    }
    second = now;
    inSecond = 0;
    answeredInSecond = 0;
  }

  /**
   * Takes back a packet: what is answered belongs to no rise, though it is part of what is normal.
   */
  void takeBack() {
    answeredInSecond++;
    emptyAtNs -= lowWidePps == 0 ? 0 : SECOND_NS / lowWidePps;
  }

  /** Begins for an object that was seen for so many intervals without any such packet. */
  void begin(int silentIntervals) {
    intervals = silentIntervals;
  }

  /** Ends an interval of 10 s, which counts for nothing when the object was being treated. */
  void learn(boolean treated, long nowNs) {
    roll(nowNs);
    if (!treated) {
      intervals++;
      hostPps = follow(hostPps, mean(hostMeans, intervalHost));
      allPps = follow(allPps, mean(allMeans, intervalAll));
    }
    intervalHost = 0;
    intervalAll = 0;
  }

  /** Returns the highest of the means, which at first are plain ones. */
  private double mean(double[] means, int value) {
    double highest = 0;
    for (int k = 0; k < means.length; k++) {
      double weight = Math.max(WEIGHTS[k], 1.0 / intervals);
      means[k] += (value - means[k]) * weight;
      highest = Math.max(highest, means[k]);
    }
    return highest;
  }

  private double follow(double baseline, double mean) {
    if (intervals <= USABLE_INTERVALS) {
      return mean;
    }
    return Math.max(Math.min(mean, Math.max(1, baseline) * STEP), baseline / STEP);
  }

  /** Tells whether it is an object's. */
  public boolean isOf(int ofObject) {
    return object == ofObject;
  }

  /** Tells whether it has learned anything. */
  public boolean hasLearned() {
    return intervals > 0;
  }

  /** Tells whether it has learned for 3 minutes, so that it may be used. */
  public boolean isUsable() {
    return intervals >= USABLE_INTERVALS;
  }

  /** Returns the highest normal rate of a host, packets/s; 0 before anything was learned. */
  public double hostPps() {
    return hostPps;
  }

  /** Returns the highest normal rate of all hosts together, packets/s. */
  public double allPps() {
    return allPps;
  }

  /** Returns the rate per second up to which nothing has begun, packets/s. */
  long quietPps() {
    if (isUsable()) {
      return RISE_FACTOR * (long) StrictMath.ceil(allPps) + RISE_PACKETS;
    }
    // Of the seconds before, those below the mean, and of these again: what went before a rise.
    long most = Long.MAX_VALUE;
    for (int times = 0; times < 3; times++) {
      long sum = 0;
      long count = 0;
      for (int k = 0; k < SECONDS; k++) {
        boolean past = k != ((int) second & SECONDS - 1) && (k < second || second >= SECONDS);
        if (past && seconds[k] <= most) {
          sum += seconds[k];
          count++;
        }
      }
      most = count == 0 ? 0 : sum / count;
    }
    return RISE_FACTOR * most + RISE_PACKETS;
  }

  /**
   * Returns how long ago the first packet of the second came in which the rate rose above what is
   * quiet, at most a minute; ns.
   */
  long riseNs(long nowNs) {
    long quiet = quietPps();
    long began = second;
    while (began > 0
        && second - began < SECONDS - 1
        && seconds[(int) (began - 1) & SECONDS - 1] > quiet) {
      began--;
    }
    return nowNs - began * SECOND_NS - firsts[(int) began & SECONDS - 1];
  }
}
