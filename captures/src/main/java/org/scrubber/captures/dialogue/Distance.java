package org.scrubber.captures.dialogue;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.SplitMix64;

/** How long packets are under way. A host's distance follows from its address. */
public final class Distance {
  /** From the scrubber to a host inside and back, ns. */
  public static final long INSIDE_NS = 2_000_000L;

  private static final double SPREAD = 0.4;
  private static final long LEAST_NS = 1_500_000L;

  /** Time to live at the scrubber of what a host inside sends: one router away. */
  public static final int INSIDE_TTL = 63;

  /** No host outside that is drawn at random is nearer than this, ns there and back. */
  public static final long NEAREST_NS = 3_000_000L;

  private Distance() {}

  /** Returns a round trip time around a median, ns, drawn at random. */
  public static long anyNs(RandomStream random, double medianNs) {
    return Math.max(NEAREST_NS, (long) random.logNormal(medianNs, SPREAD));
  }

  /**
   * Returns the round trip time from the scrubber to a host outside, ns.
   *
   * @param medianMs median of the hosts of its kind, ms
   */
  public static long outsideNs(Address host, double medianMs) {
    RandomStream own = new RandomStream(SplitMix64.mix(host.high() * 31 + host.low()) ^ 0x5eed);
    return Math.max(LEAST_NS, (long) (own.logNormal(medianMs, SPREAD) * 1e6));
  }
}
