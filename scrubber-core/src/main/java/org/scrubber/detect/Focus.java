package org.scrubber.detect;

import org.scrubber.state.Carrier;

/**
 * Finds the one value that nearly all of many share, if there is one: a majority vote (Boyer and
 * Moore 1981). Allocation-free; one thread.
 */
final class Focus {
  /** The lead over all others, of a hundred, that 99 of a hundred have. */
  private static final int LEAD_PERCENT = 98;

  private long high;
  private long low;
  private long lead;

  /** Forgets everything. */
  void clear() {
    lead = 0;
  }

  /** Carries what it was shown. */
  void carry(Carrier carrier) {
    high = carrier.word(high);
    low = carrier.word(low);
    lead = carrier.word(lead);
  }

  /** Shows it a value of two words. */
  void add(long valueHigh, long valueLow) {
    if (lead == 0) {
      high = valueHigh;
      low = valueLow;
    }
    lead += high == valueHigh && low == valueLow ? 1 : -1;
  }

  /** Tells whether at least 99 of a hundred were the same value. */
  boolean takesMost(long of) {
    return of > 0 && lead * 100 >= of * LEAD_PERCENT;
  }

  /** Returns the upper word of the leading value. */
  long high() {
    return high;
  }

  /** Returns the lower word of the leading value. */
  long low() {
    return low;
  }
}
