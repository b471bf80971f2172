package org.scrubber.detect;

import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;

/**
 * Which active mitigation covers a packet; answers for targets that were asked about before come
 * from a small cache. One thread.
 */
final class Coverage {
  private static final int CACHE_MASK = (1 << 12) - 1;

  private final Mitigations mitigations;
  private final long[] keys = new long[CACHE_MASK + 1];
  private final int[] indices = new int[CACHE_MASK + 1];

  Coverage(Mitigations mitigations) {
    this.mitigations = mitigations;
  }

  /** Returns the active mitigation of a vector that covers the packet's target, or -1. */
  int of(PacketBatch batch, int i, int vector) {
    return of(batch, i, batch.object[i], vector, batch.targetHash[i]);
  }

  /**
   * Returns the active mitigation of an object and vector that covers the packet's target, or -1.
   *
   * @param hash of the target, another one for each object that is asked about
   */
  int of(PacketBatch batch, int i, int object, int vector, long hash) {
    long high = batch.targetHigh[i];
    long low = batch.targetLow[i];
    return of(object, vector, batch.family[i], high, low, hash);
  }

  /** Returns the active mitigation of a vector that covers the packet's source, or -1. */
  int ofSource(PacketBatch batch, int i, int vector) {
    long high = batch.sourceHigh[i];
    long low = batch.sourceLow[i];
    return of(batch.sourceObject[i], vector, batch.family[i], high, low, batch.sourceHash[i]);
  }

  private int of(int object, int vector, int family, long high, long low, long hash) {
    if (!mitigations.concerns(object, vector)) {
      return -1;
    }
    // Vector and generation are small: mixed in one go, one could pass for the other.
    long key = Hash.mix(hash, mitigations.generation(), vector);
    int slot = (int) key & CACHE_MASK;
    if (keys[slot] != key) {
      keys[slot] = key;
      indices[slot] = mitigations.find(object, vector, Mitigation.ACTIVE, family, high, low);
    }
    return indices[slot];
  }
}
