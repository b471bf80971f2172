package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigation;

/** Writes verdicts into the columns of a batch. */
final class Judgement {
  private Judgement() {}

  /** Drops a packet for what it is. */
  static void drop(PacketBatch batch, int i, Reason reason) {
    batch.verdict[i] = Verdict.DROP_CODE;
    batch.reason[i] = (byte) reason.id();
  }

  /** Drops a packet that falls under a mitigation. */
  static void drop(PacketBatch batch, int i, Reason reason, Mitigation mitigation) {
    drop(batch, i, reason);
    batch.counter[i] = mitigation.shownPps();
    batch.threshold[i] = mitigation.thresholdPps;
  }

  /** Challenges a packet that falls under a mitigation. */
  static void challenge(PacketBatch batch, int i, Reason reason, Mitigation mitigation) {
    drop(batch, i, reason, mitigation);
    batch.verdict[i] = Verdict.CHALLENGE_CODE;
  }
}
