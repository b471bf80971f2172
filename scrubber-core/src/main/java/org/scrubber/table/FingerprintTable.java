package org.scrubber.table;

import org.scrubber.state.Lasting;
import org.scrubber.state.Words;

/**
 * How often SYNs of one look were seen lately, and how often they led to a connection.
 *
 * <p>Both counts halve about every hour of packet time; a single completion is remembered for eight
 * of them. Fixed capacity, eight looks a bucket; the look that completes least gives way, and one
 * that has completed only to another that has, so that invented looks displace none of a real
 * stack. One thread.
 */
public final class FingerprintTable {
  private static final int WAYS = 8;
  private static final int WORDS = 3;

  /** Half-lives are 2^42 ns: 73 minutes. */
  private static final int HALF_LIFE_SHIFT = 42;

  /** One completion, in the unit that is halved. */
  private static final long ONE = 256;

  private static final long MAX_COUNT = 1L << 48;

  /** A look that completes more seldom than one in so many SYNs practically never does. */
  private static final long SELDOM = 1_000;

  // A bucket: its keys, then its SYNs with the half-life in the low bits, then its completions.
  private static final int SYNS = WAYS;
  private static final int COMPLETIONS = 2 * WAYS;
  private static final int AGE_BITS = 12;
  private static final long AGE_MASK = (1 << AGE_BITS) - 1;

  private final long[] words;
  private final int bucketMask;

  /** Creates a table for {@code capacity} looks, a power of two, at least 8; 24 bytes each. */
  public FingerprintTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * WORDS];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Returns all that it holds, as what lasts. */
  public Lasting lasting() {
    return new Words(words);
  }

  /** Loads a look's bucket, for nothing but the cache; returns what must not be lost. */
  public long touch(long key) {
    int bucket = ((int) key & bucketMask) * WAYS * WORDS;
    return words[bucket] + words[bucket + SYNS] + words[bucket + WAYS * WORDS - 1];
  }

  /** Counts a SYN of that look; {@code key} is not 0. */
  public void seen(long key, long nowNs) {
    int at = enter(key, nowNs, false);
    if (at >= 0 && words[at + SYNS] >>> AGE_BITS < MAX_COUNT) {
      words[at + SYNS] += 1L << AGE_BITS;
    }
  }

  /** Counts a connection that a SYN of that look led to. */
  public void completed(long key, long nowNs) {
    int at = enter(key, nowNs, true);
    if (at >= 0 && words[at + COMPLETIONS] < MAX_COUNT) {
      words[at + COMPLETIONS] += ONE;
    }
  }

  /** Tells whether SYNs of that look have led to any connection in the last hours. */
  public boolean completes(long key, long nowNs) {
    int at = find(key);
    return at >= 0 && decayed(at, words[at + COMPLETIONS], nowNs) != 0;
  }

  /** Tells whether less than one in a thousand SYNs of that look leads to a connection. */
  public boolean completesSeldom(long key, long nowNs) {
    int at = find(key);
    // Both counts have aged alike, so that their ratio needs no time.
    return at < 0
        || decayed(at, words[at + COMPLETIONS], nowNs) == 0
        || words[at + COMPLETIONS] * SELDOM < (words[at + SYNS] >>> AGE_BITS) * ONE;
  }

  private int find(long key) {
    long[] w = words;
    int at = ((int) key & bucketMask) * WAYS * WORDS;
    for (int way = 0; way < WAYS; way++, at++) {
      if (w[at] == key) {
        return at;
      }
    }
    return -1;
  }

  /** Returns the look's place with its counts aged, made if need be; -1 when it is refused. */
  private int enter(long key, long nowNs, boolean completes) {
    int found = find(key);
    if (found >= 0) {
      age(found, nowNs);
      return found;
    }
    int bucket = ((int) key & bucketMask) * WAYS * WORDS;
    int victim = worst(bucket, nowNs);
    if (words[victim + COMPLETIONS] != 0 && !completes) {
      return -1;
    }
    words[victim] = key;
    words[victim + SYNS] = nowNs >>> HALF_LIFE_SHIFT & AGE_MASK;
    words[victim + COMPLETIONS] = 0;
    return victim;
  }

  /** Returns the look that gives way, all of its bucket aged; the first of several alike. */
  private int worst(int bucket, long nowNs) {
    long[] w = words;
    long stamp = nowNs >>> HALF_LIFE_SHIFT;
    long older = 0;
    long least = Long.MAX_VALUE;
    for (int way = 0; way < WAYS; way++) {
      older |= (w[bucket + way + SYNS] ^ stamp) & AGE_MASK;
      least = Math.min(least, w[bucket + way + COMPLETIONS]);
    }
    if (older != 0) { // Once an hour.
      least = Long.MAX_VALUE;
      for (int at = bucket; at < bucket + WAYS; at++) {
        age(at, nowNs);
        least = Math.min(least, w[at + COMPLETIONS]);
      }
    }
    int victim = bucket;
    long fewest = Long.MAX_VALUE;
    for (int way = 0, at = bucket; way < WAYS; way++, at++) {
      long syns = w[at + COMPLETIONS] == least ? w[at + SYNS] : Long.MAX_VALUE;
      victim = syns < fewest ? at : victim;
      fewest = Math.min(fewest, syns);
    }
    return victim;
  }

  private void age(int at, long nowNs) {
    long syns = decayed(at, words[at + SYNS] >>> AGE_BITS, nowNs);
    words[at + COMPLETIONS] = decayed(at, words[at + COMPLETIONS], nowNs);
    words[at + SYNS] = syns << AGE_BITS | nowNs >>> HALF_LIFE_SHIFT & AGE_MASK;
  }

  private long decayed(int at, long count, long nowNs) {
    long halfLives = (nowNs >>> HALF_LIFE_SHIFT) - words[at + SYNS] & AGE_MASK;
    return halfLives >= Long.SIZE ? 0 : count >> halfLives;
  }
}
