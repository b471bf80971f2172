package org.scrubber.benchmarks;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A million random keys, or so many distinct ones again and again in random order, given out in
 * batches: no branch predictor learns them. Time goes on by 67 ns a key, as at 14.88 Mpps.
 */
@State(Scope.Thread)
public class Keys {
  /** Keys before they repeat, a power of two. */
  public static final int COUNT = 1 << 20;

  private static final long SPACING_NS = 67;

  private final long[] keys = new long[COUNT];
  private int next;
  private long nowNs = 1_700_000_000_000_000_000L;

  /** Creates random keys. */
  public Keys() {
    SplittableRandom random = new SplittableRandom(20_261_122);
    for (int k = 0; k < COUNT; k++) {
      keys[k] = random.nextLong();
    }
  }

  /** Returns the place of the next batch's first key, and lets its time pass. */
  public int batch() {
    int from = next;
    next = (from + NsBenchmark.BATCH) & (COUNT - 1);
    nowNs += SPACING_NS * NsBenchmark.BATCH;
    return from;
  }

  /** Returns the key at a place. */
  public long at(int place) {
    return keys[place];
  }

  /** Returns one of so many keys, a power of two, for a place. */
  public long of(int place, int distinct) {
    return keys[(int) (keys[place] >>> 40) & (distinct - 1)];
  }

  /** Returns the time, ns since the epoch. */
  public long nowNs() {
    return nowNs;
  }
}
