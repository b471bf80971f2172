package org.scrubber.journal;

import org.scrubber.classify.Knowledge;
import org.scrubber.table.HeavyHitters;

/**
 * The sources that most is stopped of, when each was first and last seen, and whether it was known:
 * Space-Saving in sets of eight, as {@link HeavyHitters}, with times.
 *
 * <p>Bounded: a source that is not among its set's eight takes the place of the rarest and inherits
 * its count as possible error, which {@link #least} subtracts. So all that is said of a source is
 * of the packets since it has had its place. One thread; 48 bytes a place; allocates nothing.
 */
final class SourceLedger {
  /** It has proven that it owns its address. */
  static final int PROVEN = 1;

  /** The object has dealt with it before. */
  static final int ACQUAINTED = 2;

  private static final long KNOWN = PROVEN + ACQUAINTED;
  private static final int DEALT_WITH = Knowledge.PEER | Knowledge.REGULAR;
  private static final int WAYS = 8;

  private final long[] counts;
  private final long[] highs;
  private final long[] lows;
  private final long[] errors;
  private final long[] firstNs;

  /** Time of the last packet without its two lowest bits, which hold what was known. */
  private final long[] lastNs;

  private final int setMask;

  /** Creates it for {@code capacity} sources, a power of two, at least 8. */
  SourceLedger(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    counts = new long[capacity];
    highs = new long[capacity];
    lows = new long[capacity];
    errors = new long[capacity];
    firstNs = new long[capacity];
    lastNs = new long[capacity];
    setMask = capacity / WAYS - 1;
  }

  /**
   * Counts packets of a source.
   *
   * @param hash of both halves, seeded
   * @param knowledge bits of {@link Knowledge} that were known of the last packet
   */
  void count(long high, long low, long hash, long packets, long timeNs, int knowledge) {
    long[] c = counts;
    int set = ((int) (hash >>> 16) & setMask) * WAYS;
    long known =
        ((knowledge & Knowledge.PROVEN_SOURCE) != 0 ? PROVEN : 0)
            | ((knowledge & DEALT_WITH) != 0 ? ACQUAINTED : 0);
    for (int at = set; at < set + WAYS; at++) {
      if (lows[at] == low && c[at] != 0 && highs[at] == high) {
        c[at] += packets;
        firstNs[at] = Math.min(firstNs[at], timeNs);
        long before = lastNs[at];
        lastNs[at] = Math.max(before, timeNs) & ~KNOWN | before & KNOWN | known;
        return;
      }
    }
    int at = HeavyHitters.rarest(c, set);
    errors[at] = c[at];
    c[at] += packets;
    highs[at] = high;
    lows[at] = low;
    firstNs[at] = timeNs;
    lastNs[at] = timeNs & ~KNOWN | known;
  }

  /** Returns how many places there are; some may be empty. */
  int places() {
    return counts.length;
  }

  /** Returns the upper half of the source at a place. */
  long high(int place) {
    return highs[place];
  }

  /** Returns the lower half. */
  long low(int place) {
    return lows[place];
  }

  /** Returns the least number of its packets; 0 when the place is empty. */
  long least(int place) {
    return counts[place] - errors[place];
  }

  /** Returns the time of the first of them. */
  long firstNs(int place) {
    return firstNs[place];
  }

  /** Returns the time of the last of them, 3 ns early at most. */
  long lastNs(int place) {
    return Math.max(firstNs[place], lastNs[place] & ~KNOWN);
  }

  /** Returns what was known of it: {@link #PROVEN}, {@link #ACQUAINTED}. */
  int known(int place) {
    return (int) (lastNs[place] & KNOWN);
  }
}
