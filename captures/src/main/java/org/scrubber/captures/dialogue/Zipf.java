package org.scrubber.captures.dialogue;

import java.util.Arrays;
import org.scrubber.captures.random.RandomStream;

/** Few are chosen often, many seldom: rank k with a weight of 1/k^s. Immutable. */
public final class Zipf {
  private final double[] upTo;

  /**
   * Creates the law.
   *
   * @param count how many there are, 1 or more
   * @param exponent the s, 0 for all alike
   */
  public Zipf(int count, double exponent) {
    upTo = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += StrictMath.pow(k + 1, -exponent);
      upTo[k] = sum;
    }
  }

  /** Returns a rank, from 0. */
  public int rank(RandomStream random) {
    double wanted = random.unit() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, wanted);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
