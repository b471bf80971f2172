package org.scrubber.table;

import org.scrubber.state.Lasting;
import org.scrubber.state.Words;

/**
 * Offered rates of many keys against a limit: one leaky bucket a key (GCRA, ITU-T I.371).
 *
 * <p>Every packet is counted whether it passes or not, so a key that offers more than its limit
 * stays above it until it slows down. Fixed capacity, four keys a cache line; a full line gives up
 * the key that is furthest below its limit, so heavy keys are never forgotten and light ones lose
 * nothing. One thread.
 */
public final class RateTable {
  private static final int WAYS = 4;

  /** Pairs: hash, and the theoretical arrival time in ns (when the bucket will be empty). */
  private final long[] words;

  private final int bucketMask;

  /** Creates a table for {@code capacity} keys, a power of two, at least 4; 16 bytes each. */
  public RateTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * 2];
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

  /**
   * Counts a packet and returns the bucket's level before it, in ns of the limit's time: the level
   * is above {@code burstNs} when the key has offered more than its limit.
   *
   * @param intervalNs ns a packet at the limit
   * @param burstNs level above which the key is over its limit; the level is capped at twice that,
   *     so that a key recovers in bounded time
   */
  public long count(long hash, long intervalNs, long burstNs, long nowNs) {
    long[] w = words;
    int at = ((int) hash & bucketMask) * WAYS * 2;
    int victim = at;
    long victimEmptyAt = Long.MAX_VALUE;
    for (int way = 0; way < WAYS; way++, at += 2) {
      long emptyAt = w[at + 1];
      if (w[at] == hash) {
        victim = at;
        victimEmptyAt = emptyAt;
        break;
      }
      if (emptyAt < victimEmptyAt) {
        victim = at;
        victimEmptyAt = emptyAt;
      }
    }
    long level = 0;
    if (w[victim] == hash) {
      level = Math.max(0, victimEmptyAt - nowNs);
    }
    w[victim] = hash;
    w[victim + 1] = nowNs + Math.min(level + intervalNs, 2 * burstNs + intervalNs);
    return level;
  }

  /**
   * Admits a packet when the key is within its limit, and counts it only then: a policer, under
   * which the limit's rate passes however much is offered.
   */
  public boolean admit(long hash, long intervalNs, long burstNs, long nowNs) {
    if (count(hash, intervalNs, burstNs, nowNs) <= burstNs) {
      return true;
    }
    takeBack(hash, intervalNs);
    return false;
  }

  /** Returns the bucket's level, in ns of the limit's time; 0 when the key is not known. */
  public long level(long hash, long nowNs) {
    int at = ((int) hash & bucketMask) * WAYS * 2;
    for (int way = 0; way < WAYS; way++, at += 2) {
      if (words[at] == hash) {
        return Math.max(0, words[at + 1] - nowNs);
      }
    }
    return 0;
  }

  /** Takes a packet back: what was counted for the key has turned out to be harmless. */
  public void takeBack(long hash, long intervalNs) {
    long[] w = words;
    int at = ((int) hash & bucketMask) * WAYS * 2;
    for (int way = 0; way < WAYS; way++, at += 2) {
      if (w[at] == hash) {
        w[at + 1] -= intervalNs;
        return;
      }
    }
  }
}
