package org.scrubber.live.rehearsal;

import org.scrubber.batch.PacketBatch;

/**
 * What a rehearsal is like: code that has seen only one kind of run is compiled for that kind, and
 * thrown away when another one begins.
 */
public enum Act {
  /** Both directions cross the wire, whole batches come in, and every flood is above thresholds. */
  FLOODED,

  /** Only what goes to the objects is seen, as where answers leave by another way. */
  ONE_WAY,

  /** Few packets a turn or none, to single hosts of a large policy, at times above thresholds. */
  QUIET;

  /** All that is cast comes once, in whole batches. */
  private static final int TURNS = Cast.packets() / PacketBatch.DEFAULT_CAPACITY;

  private static final int MANY_TURNS = 48 * TURNS;
  private static final int[] FEW = {1, 0, 2, 256, 5, 0, 17, 64};

  /**
   * Returns the turns of a round. What is called once a batch is compiled by how often it is
   * called, so a round of small batches has many: in large ones only the loops would be compiled.
   */
  public int turns() {
    return this == QUIET ? MANY_TURNS : TURNS;
  }

  /** Returns packets that come in at most in a turn that could take {@code most}. */
  int packets(int turn, int most) {
    return this == QUIET ? Math.min(most, FEW[turn & FEW.length - 1]) : most;
  }
}
