package org.scrubber.live.offload;

import java.util.Arrays;
import org.scrubber.io.Offload;

/**
 * What may become settled: how often in a row each of many keys met the same verdict, and which
 * slot of the kernel's table is a key's.
 *
 * <p>Bounded, in sets of four. A new key takes the place of the weakest of its set after wearing it
 * down, so that a flood of keys that come once displaces none that keep coming; a key with a slot
 * stays. One thread.
 */
final class Candidates {
  /** A row of verdicts must not take longer. */
  private static final long MEMORY_NS = 4_000_000_000L;

  private static final int WAYS = 4;

  private final long[] keys;
  private final int[] strikes;
  private final long[] sinceNs;
  private final int[] slots;
  private final int setMask;

  /** Creates it for so many keys, a power of two. */
  Candidates(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    keys = new long[capacity];
    strikes = new int[capacity];
    sinceNs = new long[capacity];
    slots = new int[capacity];
    Arrays.fill(slots, Offload.NONE);
    setMask = capacity / WAYS - 1;
  }

  private int set(long key) {
    return ((int) (key >>> 20) & setMask) * WAYS;
  }

  /** Returns the place of a key, or -1. */
  int find(long key) {
    int first = set(key);
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == key) {
        return at;
      }
    }
    return -1;
  }

  /** Returns the place of a key, a new one if need be, or -1 while others hold on to theirs. */
  int claim(long key, long nowNs) {
    int first = set(key);
    int weakest = -1;
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == key) {
        return at;
      }
      boolean free = slots[at] == Offload.NONE;
      if (free && (weakest < 0 || strength(at, nowNs) < strength(weakest, nowNs))) {
        weakest = at;
      }
    }
    if (weakest < 0) {
      return -1;
    }
    if (strength(weakest, nowNs) > 0) {
      strikes[weakest]--;
      return -1;
    }
    keys[weakest] = key;
    strikes[weakest] = 0;
    sinceNs[weakest] = nowNs;
    return weakest;
  }

  private int strength(int at, long nowNs) {
    return nowNs - sinceNs[at] > MEMORY_NS ? 0 : Math.max(0, strikes[at]);
  }

  /** Counts the same verdict once more; returns how many there are in a row. */
  int strike(int at, long nowNs) {
    if (nowNs - sinceNs[at] > MEMORY_NS) {
      strikes[at] = Math.min(0, strikes[at]);
      sinceNs[at] = nowNs;
    }
    return ++strikes[at];
  }

  /** Sets how many there are; below 0, for a key that must not be settled so soon. */
  void reset(int at, int count, long nowNs) {
    strikes[at] = count;
    sinceNs[at] = nowNs;
  }

  /** Returns the slot of a place's key, or {@link Offload#NONE}. */
  int slot(int at) {
    return slots[at];
  }

  /** Notes the slot of a place's key. */
  void slot(int at, int slot) {
    slots[at] = slot;
  }
}
