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
  private static final int SET_WORDS = 2 * WAYS;
  private static final int LOW = WAYS;
  private static final int ERROR = WAYS;

  /** What every packet needs lies together: by set, eight counts, then eight lower halves. */
  private final long[] words;

  /** By set, eight upper halves, then eight errors. */
  private final long[] rest;

  private final int setMask;

  /** Where the value that was counted last is, or was. */
  private int latest;

  /** Creates it for {@code capacity} values, a power of two, at least 8; 32 bytes each. */
  public HeavyHitters(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * 2];
    rest = new long[capacity * 2];
    setMask = capacity / WAYS - 1;
  }

  private int set(long hash) {
    return ((int) (hash >>> 16) & setMask) * SET_WORDS;
  }

  /** Loads the set of a value, for nothing but the cache; returns what must not be lost. */
  public long touch(long hash) {
    int set = set(hash);
    return words[set] + words[set + LOW] + words[set + SET_WORDS - 1] + rest[set];
  }

  /**
   * Counts a value.
   *
   * @param hash of the value, always the same; seeded where somebody might want to hide among
   *     others of its set
   */
  public void count(long high, long low, long hash) {
    count(high, low, hash, 1);
  }

  /** Counts a value so many times. */
  public void count(long high, long low, long hash, long times) {
    long[] w = words;
    int last = latest; // One target's packets come in a row.
    if (w[last + LOW] == low && rest[last] == high && w[last] != 0) {
      w[last] += times;
      return;
    }
    int set = set(hash);
    for (int at = set; at < set + WAYS; at++) {
      if (w[at + LOW] == low && w[at] != 0 && rest[at] == high) {
        w[at] += times;
        latest = at;
        return;
      }
    }
    int rarest = rarest(w, set);
    long error = w[rarest];
    w[rarest] = error + times;
    w[rarest + LOW] = low;
    rest[rarest] = high;
    rest[rarest + ERROR] = error;
    latest = rarest;
  }

  /**
   * Returns which of eight counts, from an index on, is the least, the first of several; no branch
   * depends on any.
   */
  public static int rarest(long[] counts, int from) {
    long least = Long.MAX_VALUE;
    for (int way = 0; way < WAYS; way++) {
      least = Math.min(least, counts[from + way] * WAYS + way);
    }
    return from + (int) (least & WAYS - 1);
  }

  /** Returns how many places there are; some may be empty. */
  public int places() {
    return words.length / 2;
  }

  /** Returns the upper half of the value at a place. */
  public long high(int place) {
    return rest[at(place)];
  }

  /** Returns the lower half of the value at a place. */
  public long low(int place) {
    return words[at(place) + LOW];
  }

  /** Returns the least number of times that the value at a place was counted; 0 when empty. */
  public long least(int place) {
    return words[at(place)] - rest[at(place) + ERROR];
  }

  private static int at(int place) {
    return place / WAYS * SET_WORDS + place % WAYS;
  }
}
