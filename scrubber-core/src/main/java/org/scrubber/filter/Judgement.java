package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;

/** Writes verdicts into the columns of a batch. */
final class Judgement {
  private Judgement() {}

  /** Drops a packet; what it falls under stands in its columns already. */
  static void drop(PacketBatch batch, int i, Reason reason) {
    batch.verdict[i] = Verdict.DROP_CODE;
    batch.reason[i] = (byte) reason.id();
  }

  /** Drops a packet for what it is, whether or not it falls under a mitigation. */
  static void dropAlone(PacketBatch batch, int i, Reason reason) {
    drop(batch, i, reason);
    batch.mitigation[i] = -1;
    batch.counter[i] = 0;
    batch.threshold[i] = 0;
  }

  /** Challenges a packet that falls under a mitigation. */
  static void challenge(PacketBatch batch, int i, Reason reason) {
    batch.verdict[i] = Verdict.CHALLENGE_CODE;
    batch.reason[i] = (byte) reason.id();
  }
}
