package org.scrubber.live.rehearsal;

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

  private static final int[] FEW = {1, 0, 2, 256, 5, 0, 17, 64};

  /** Returns packets that come in at most in a turn that could take {@code most}. */
  int packets(int turn, int most) {
    return this == QUIET ? Math.min(most, FEW[turn & FEW.length - 1]) : most;
  }
}
