package org.scrubber.captures.service;

import java.util.function.LongToDoubleFunction;

/** The time between the packets of flows that send evenly. */
final class Pace {
  private static final long LONGEST_NS = 1_000_000_000L;

  private Pace() {}

  /**
   * Returns the time until a flow's next packet, ns, at most 1 s.
   *
   * @param flows how many flows share the rate
   */
  static long intervalNs(LongToDoubleFunction pps, long nowNs, int flows) {
    double rate = pps.applyAsDouble(nowNs) / flows;
    return rate <= 1 ? LONGEST_NS : (long) (1e9 / rate);
  }
}
