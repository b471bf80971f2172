package org.scrubber.captures.random;

import java.util.Arrays;

/** Chooses among some things, those with much weight more often. Immutable. */
public final class Weights {
  private final double[] upTo;

  /**
   * Creates the choice.
   *
   * @param weights of the things in their order, at least one, each above 0
   */
  public Weights(double[] weights) {
    upTo = weights.clone();
    for (int k = 1; k < upTo.length; k++) {
      upTo[k] += upTo[k - 1];
    }
  }

  /** Returns the weights of a Zipf law: rank {@code k}, from 1, has 1/k^exponent. */
  public static Weights zipf(int count, double exponent) {
    double[] weights = new double[count];
    for (int k = 0; k < count; k++) {
      weights[k] = StrictMath.pow(k + 1, -exponent);
    }
    return new Weights(weights);
  }

  /** Returns the place of one of the things, from 0. */
  public int pick(RandomStream random) {
    double wanted = random.unit() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, wanted);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
