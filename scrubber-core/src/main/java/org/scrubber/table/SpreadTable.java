package org.scrubber.table;

import org.scrubber.state.Lasting;
import org.scrubber.state.Words;

/**
 * Roughly how many distinct values a key has shown: 64 bits a key, linear counting (Whang et al.
 * 1990), good up to about a hundred.
 *
 * <p>Fixed capacity, direct-mapped: a colliding key starts afresh, so counts err low. One thread.
 */
public final class SpreadTable {
  private final long[] words;
  private final int mask;

  /** Creates a table for {@code capacity} keys, a power of two; 16 bytes each. */
  public SpreadTable(int capacity) {
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

  /** Shows a key another value's hash and returns how many of 64 bits are set, 1..64. */
  public int add(long key, long valueHash, boolean afresh) {
    int at = ((int) key & mask) * 2;
    if (words[at] != key || afresh) {
      words[at] = key;
      words[at + 1] = 0;
    }
    words[at + 1] |= 1L << (valueHash >>> 20 & 63);
    return Long.bitCount(words[at + 1]);
  }

  /** Returns how many bits so many distinct values are expected to set. */
  public static int expectedBits(int distinct) {
    return (int) (64 * (1 - StrictMath.pow(1 - 1.0 / 64, distinct)));
  }
}
