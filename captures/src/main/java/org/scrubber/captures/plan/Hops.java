package org.scrubber.captures.plan;

import org.scrubber.captures.random.SplitMix64;

/**
 * How far away a host is: a true source always shows one time to live, because its distance follows
 * from its address; a hidden emitter of spoofed packets shows its own.
 */
public final class Hops {
  private static final int NEAREST = 8;
  private static final int SPREAD = 17;

  private Hops() {}

  /** Returns the TTL with which a host's packets arrive that leave with {@code initial}. */
  public static int ttl(int initial, Address source) {
    return ttl(initial, source.high(), source.low());
  }

  /** Returns the same for an address in halves. */
  public static int ttl(int initial, long sourceHigh, long sourceLow) {
    return initial - hops(SplitMix64.mix(sourceHigh * 31 + sourceLow));
  }

  /** Returns the TTL of packets of emitter {@code number}, whatever source they claim. */
  public static int ttlOfEmitter(int initial, int number) {
    return initial - hops(SplitMix64.mix(~(long) number));
  }

  private static int hops(long hash) {
    return NEAREST + (int) Long.remainderUnsigned(hash, SPREAD);
  }
}
