package org.scrubber.captures.random;

/**
 * The SplitMix64 sequence (Steele, Lea, Flood 2014): turns one seed into many. Used by one thread.
 */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** Starts the sequence of {@code seed}; any value is good. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** Returns the next 64 bits. */
  public long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns the finaliser of the sequence for {@code value}: a good hash of 64 bits. */
  public static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
