package org.scrubber.table;

import org.scrubber.state.Lasting;
import org.scrubber.state.Words;

/**
 * How many packets each of many keys has had in the current second: what a baseline learns its
 * busiest host from.
 *
 * <p>Fixed capacity, direct-mapped: of two keys in one place, the newer one starts afresh, so
 * counts err low. One thread.
 */
public final class HostRates {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int COUNT_BITS = 32;

  /** Pairs: key, and second and count. */
  private final long[] words;

  private final int mask;

  /** Creates a table for {@code capacity} keys, a power of two; 16 bytes each. */
  public HostRates(int capacity) {
    assert Integer.bitCount(capacity) == 1 : capacity;
    words = new long[capacity * 2];
    mask = capacity - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Returns all that it holds, as what lasts. */
  public Lasting lasting() {
    return new Words(words);
  }

  /** Counts a packet of a key and returns how many the key has had in this second. */
  public int count(long key, long nowNs) {
    int at = ((int) (key ^ key >>> 32) & mask) * 2;
    long second = nowNs / SECOND_NS + 1;
    if (words[at] != key || words[at + 1] >>> COUNT_BITS != second) {
      words[at] = key;
      words[at + 1] = second << COUNT_BITS;
    }
    return (int) ++words[at + 1];
  }
}
