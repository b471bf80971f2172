package org.scrubber.report;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Ledger;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;

/**
 * Ledgers of what filters judge without a mitigation, one for each object and vector met.
 *
 * <p>Bounded: when all {@link #CAPACITY} are in use, further pairs are counted among the reasons
 * only. Preallocated; one thread.
 */
final class StandingLedgers {
  /** Pairs of object and vector at most. */
  static final int CAPACITY = 256;

  private final Ledger[] ledgers = new Ledger[CAPACITY];
  private final int[] objects = new int[CAPACITY];
  private final int[] vectors = new int[CAPACITY];
  private final byte[] families = new byte[CAPACITY];
  private final long[] targetHighs = new long[CAPACITY];
  private final long[] targetLows = new long[CAPACITY];
  private final boolean[] manyTargets = new boolean[CAPACITY];

  /** Ledger of (object, vector) plus one, 0 when none. */
  private final short[] byPair;

  private final byte[] vectorOfReason = new byte[Reasons.COUNT];
  private int used;

  StandingLedgers(int objectCount) {
    byPair = new short[objectCount * Vectors.COUNT];
    for (int k = 0; k < CAPACITY; k++) {
      ledgers[k] = new Ledger();
    }
    for (Reason reason : Reasons.all()) {
      vectorOfReason[reason.id()] = (byte) Reasons.vector(reason);
    }
  }

  /** Names the packet's vector by its reason, and returns the ledger to book it in, or null. */
  @Nullable Ledger of(PacketBatch batch, int i) {
    byte vector = vectorOfReason[batch.reason[i]];
    if (vector != Vectors.NONE) {
      batch.vector[i] = vector;
    }
    int pair = batch.object[i] * Vectors.COUNT + batch.vector[i];
    int at = byPair[pair] - 1;
    if (at < 0) {
      if (used == CAPACITY) {
        return null;
      }
      at = used++;
      byPair[pair] = (short) used;
      objects[at] = batch.object[i];
      vectors[at] = batch.vector[i];
      families[at] = batch.family[i];
      targetHighs[at] = batch.targetHigh[i];
      targetLows[at] = batch.targetLow[i];
    }
    if (batch.targetLow[i] != targetLows[at] || batch.targetHigh[i] != targetHighs[at]) {
      manyTargets[at] = true;
    }
    return ledgers[at];
  }

  /** Returns how many are in use. */
  int size() {
    return used;
  }

  /** Returns the ledger at an index. */
  Ledger ledger(int at) {
    return ledgers[at];
  }

  /** Returns its object. */
  int object(int at) {
    return objects[at];
  }

  /** Returns its vector. */
  int vector(int at) {
    return vectors[at];
  }

  /** Returns the IP family of its first target. */
  int family(int at) {
    return families[at];
  }

  /** Returns the upper half of its first target. */
  long targetHigh(int at) {
    return targetHighs[at];
  }

  /** Returns the lower half of its first target. */
  long targetLow(int at) {
    return targetLows[at];
  }

  /** Tells whether it had more than one target. */
  boolean hasManyTargets(int at) {
    return manyTargets[at];
  }
}
