package org.scrubber.detect;

import org.scrubber.table.Hash;

/**
 * All mitigations, by object: a bounded list, allocated at start.
 *
 * <p>When it is full, the one that ended longest ago is forgotten; when all are active, nothing
 * more is raised, and {@link #refused} counts it. One thread.
 */
public final class Mitigations {
  /** Mitigations at most, over all objects; about 3 KiB each. */
  public static final int CAPACITY = 1_024;

  /** An ended mitigation is remembered this long: pulses come back (10 min). */
  static final long MEMORY_NS = 600_000_000_000L;

  /** Mitigations of one object at most. */
  public static final int PER_OBJECT = 64;

  private static final int CACHE_MASK = (1 << 12) - 1;

  private final Mitigation[] all = new Mitigation[CAPACITY];
  private final int[] counts;
  private final int[][] byObject;
  private final long[] vectorsLow;
  private final long[] vectorsHigh;
  private final long[] cacheKeys = new long[CACHE_MASK + 1];
  private final int[] cacheIndices = new int[CACHE_MASK + 1];

  /** Changes whenever a mitigation becomes active or ceases to be: the cache's keys then expire. */
  private long generation = 1;

  private int used;
  private int window;

  /** Times that nothing could be raised because the list was full. */
  public long refused;

  /** Ended mitigations that judged packets and had to make room for others. */
  public long forgotten;

  /** How many are remembered, and so may be taken back. */
  private int dormant;

  /** Creates the list for so many objects. */
  public Mitigations(int objectCount) {
    for (int k = 0; k < CAPACITY; k++) {
      all[k] = new Mitigation();
    }
    counts = new int[objectCount];
    byObject = new int[objectCount][PER_OBJECT];
    vectorsLow = new long[objectCount];
    vectorsHigh = new long[objectCount];
  }

  /** Returns how many there are or were; indices are below. */
  public int size() {
    return used;
  }

  /** Returns a mitigation by its index. */
  public Mitigation get(int index) {
    return all[index];
  }

  /** Tells whether any mitigation of the object, active or remembered, treats the vector. */
  boolean concerns(int object, int vector) {
    return ((vector < 64 ? vectorsLow[object] : vectorsHigh[object]) >>> vector & 1) != 0;
  }

  /** Returns the index of the first mitigation in that state that treats the packet, or -1. */
  int find(int object, int vector, int state, int family, long high, long low) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (one.state == state && one.treats(vector) && one.covers(family, high, low)) {
        return indices[k];
      }
    }
    return -1;
  }

  /**
   * Returns the index of the first active mitigation that treats the packet, or -1; answers for
   * targets that were asked about before come from a small cache.
   */
  int findActive(int object, int vector, int family, long high, long low, long targetHash) {
    // Vector and generation are small: mixed in one go, one could pass for the other.
    long key = Hash.mix(targetHash, generation, vector);
    int slot = (int) key & CACHE_MASK;
    if (cacheKeys[slot] != key) {
      cacheKeys[slot] = key;
      cacheIndices[slot] = find(object, vector, Mitigation.ACTIVE, family, high, low);
    }
    return cacheIndices[slot];
  }

  /** Returns the mitigation that is named by the vector and has exactly that target, or -1. */
  int findTarget(int object, int vector, int family, long high, long low, int length) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (one.vector == vector && one.targetLength == length && one.covers(family, high, low)) {
        return indices[k];
      }
    }
    return -1;
  }

  /** Counts the object's active mitigations of single hosts for a vector within a policy prefix. */
  int activeHosts(int object, int vector, int prefix) {
    int hosts = 0;
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      boolean host = one.targetLength == (one.family == 4 ? 32 : 128);
      if (one.isActive() && host && one.vector == vector && one.prefix == prefix) {
        hosts++;
      }
    }
    return hosts;
  }

  /** Ends those active host mitigations, because one for the prefix takes over. */
  void endHosts(int object, int vector, int prefix, long nowNs) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      boolean host = one.targetLength == (one.family == 4 ? 32 : 128);
      if (one.isActive() && host && one.vector == vector && one.prefix == prefix) {
        end(one, nowNs);
      }
    }
  }

  /** Enters a new mitigation and returns its index, or -1 when there is no place. */
  int enter(int object, int vector, int family, long high, long low, int length, int prefix) {
    int index = used < CAPACITY && counts[object] < PER_OBJECT ? used++ : recycle(object);
    if (index < 0) {
      refused++;
      return -1;
    }
    byObject[object][counts[object]++] = index;
    Mitigation one = all[index];
    one.clear();
    one.object = object;
    one.vector = vector;
    one.family = family;
    one.targetHigh = high;
    one.targetLow = low;
    one.targetLength = length;
    one.prefix = prefix;
    return index;
  }

  /** Takes back the mitigation that ended longest ago: the object's own when its list is full. */
  private int recycle(int forObject) {
    if (dormant == 0) {
      return -1; // Under an attack on many targets this is asked for every packet.
    }
    boolean own = counts[forObject] == PER_OBJECT;
    int oldest = -1;
    for (int k = 0, count = own ? PER_OBJECT : used; k < count; k++) {
      int index = own ? byObject[forObject][k] : k;
      Mitigation one = all[index];
      boolean ended = one.state == Mitigation.DORMANT;
      if (ended && (oldest < 0 || one.endedNs < all[oldest].endedNs)) {
        oldest = index;
      }
    }
    if (oldest >= 0) {
      unlink(oldest);
      dormant--;
      forgotten += all[oldest].ledger.packets() > 0 ? 1 : 0;
    }
    return oldest;
  }

  private void end(Mitigation one, long endedNs) {
    one.state = Mitigation.DORMANT;
    one.endedNs = endedNs;
    dormant++;
    generation++;
  }

  private void unlink(int index) {
    int object = all[index].object;
    int[] indices = byObject[object];
    int count = counts[object];
    for (int k = 0; k < count; k++) {
      if (indices[k] == index) {
        indices[k] = indices[count - 1];
        counts[object]--;
        return;
      }
    }
  }

  /** Makes a mitigation active for a vector. */
  void raise(int index, int vector, long thresholdPps, long burst, long nowNs) {
    Mitigation one = all[index];
    one.add(vector);
    generation++;
    if (one.state != Mitigation.ACTIVE) {
      dormant -= one.state == Mitigation.DORMANT ? 1 : 0;
      one.state = Mitigation.ACTIVE;
      one.pulses++;
      one.raisedNs = nowNs;
      one.thresholdPps = thresholdPps;
      one.raisedBurst = burst;
      one.lastBusyNs = nowNs;
    }
    if (vector < 64) {
      vectorsLow[one.object] |= 1L << vector;
    } else {
      vectorsHigh[one.object] |= 1L << vector;
    }
  }

  /** Ends a window of 100 ms: rates, release after the hold time, and forgetting. */
  void closeWindow(long nowNs, Limits limits) {
    window++;
    for (int index = 0; index < used; index++) {
      Mitigation one = all[index];
      if (one.state == Mitigation.ACTIVE) {
        one.closeWindow(window, nowNs);
        long holdNs = limits.thresholds(one.object).holdSeconds() * 1_000_000_000L;
        if (nowNs - one.lastBusyNs > holdNs) {
          end(one, one.lastBusyNs + holdNs);
        }
      }
    }
  }
}
