package org.scrubber.captures.dialogue;

import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.Weights;

/** Few are chosen often, many seldom: rank k with a weight of 1/k^s. Immutable. */
public final class Zipf {
  private final Weights weights;

  /**
   * Creates the law.
   *
   * @param count how many there are, 1 or more
   * @param exponent the s, 0 for all alike
   */
  public Zipf(int count, double exponent) {
    weights = Weights.zipf(count, exponent);
  }

  /** Returns a rank, from 0. */
  public int rank(RandomStream random) {
    return weights.pick(random);
  }
}
