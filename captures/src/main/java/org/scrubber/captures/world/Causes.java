package org.scrubber.captures.world;

import java.util.Arrays;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;

/**
 * The scrubber's own frames by the packets that caused them. What its timers send reaches nobody:
 * the servers of the lab answer at once, or have no room. Reused; one thread.
 */
final class Causes {
  private static final int NONE = -1;

  private final int[] firsts = new int[PacketBatch.MAX_CAPACITY];
  private final int[] nexts = new int[PacketBatch.MAX_CAPACITY + Replies.TIMED];

  Causes() {}

  /** Sorts the frames that were sent because of a batch; those of one packet keep their order. */
  void sort(Replies replies, int count, int batchSize) {
    Arrays.fill(firsts, 0, batchSize, NONE);
    for (int k = count - 1; k >= 0; k--) {
      int cause = replies.cause[k];
      if (cause != Replies.NO_CAUSE) {
        nexts[k] = firsts[cause];
        firsts[cause] = k;
      }
    }
  }

  /** Returns the first frame that a packet caused, or -1. */
  int first(int i) {
    return firsts[i];
  }

  /** Returns the next frame of the same cause, or -1. */
  int next(int k) {
    return nexts[k];
  }
}
