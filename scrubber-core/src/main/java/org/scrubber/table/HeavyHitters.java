package org.scrubber.table;

/**
 * The most frequent 128-bit values of a stream: Space-Saving (Metwally et al. 2005) in sets of
 * eight.
 *
 * <p>Bounded: a value that is not among its set's eight takes the place of the rarest and inherits
 * its count as possible error. {@link #least} subtracts that error, so it never claims too much.
 * One thread; allocation-free.
 */
public final class HeavyHitters {
  private static final int WAYS = 8;
  private static final int WORDS = 4;

  /** High, low, count, error. */
  private final long[] words;

  private final int setMask;

  /** Creates it for {@code capacity} values, a power of two, at least 8; 32 bytes each. */
  public HeavyHitters(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * WORDS];
    setMask = capacity / WAYS - 1;
  }

  /**
   * Counts a value.
   *
   * @param hash of the value; seeded where somebody might want to hide among others of its set
   */
  public void count(long high, long low, long hash) {
    count(high, low, hash, 1);
  }

  /** Counts a value so many times. */
  public void count(long high, long low, long hash, long times) {
    long[] w = words;
    int at = ((int) (hash >>> 16) & setMask) * WAYS * WORDS;
    int rarest = at;
    for (int way = 0; way < WAYS; way++, at += WORDS) {
      if (w[at + 2] != 0 && w[at] == high && w[at + 1] == low) {
        w[at + 2] += times;
        return;
      }
      if (w[at + 2] < w[rarest + 2]) {
        rarest = at;
      }
    }
    w[rarest] = high;
    w[rarest + 1] = low;
    w[rarest + 3] = w[rarest + 2];
    w[rarest + 2] += times;
  }

  /** Returns how many places there are; some may be empty. */
  public int places() {
    return words.length / WORDS;
  }

  /** Returns the upper half of the value at a place. */
  public long high(int place) {
    return words[place * WORDS];
  }

  /** Returns the lower half of the value at a place. */
  public long low(int place) {
    return words[place * WORDS + 1];
  }

  /** Returns the least number of times that the value at a place was counted; 0 when empty. */
  public long least(int place) {
    return words[place * WORDS + 2] - words[place * WORDS + 3];
  }
}
