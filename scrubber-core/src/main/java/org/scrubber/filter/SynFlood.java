package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Evidence;
import org.scrubber.table.RateTable;

/**
 * Challenges the SYNs of unproven sources while a SYN flood is treated (RFC 4987).
 *
 * <p>Proven sources and established connections pass untouched. A SYN that a client's stack
 * retransmits gets through, within the object's threshold. Whoever was challenged and did not
 * complete a handshake has no connection, so what it sends on that flow goes with its SYN.
 */
public final class SynFlood implements Filter {
  /** A SYN of a source that has proven nothing. */
  public static final Reason UNPROVEN_SYN =
      new Reason(40, "syn-flood-unproven-source", "SYN of an unproven source during a SYN flood");

  /** What follows a challenged SYN that was never answered. */
  public static final Reason CHALLENGED_FLOW =
      new Reason(41, "syn-flood-unanswered-challenge", "segment of a connection never established");

  private static final long SECOND_NS = 1_000_000_000L;

  /** Flows remembered as challenged; direct-mapped, 4 bytes each. */
  private static final int CHALLENGES = 1 << 16;

  private final RateTable retransmissions = new RateTable(1 << 10);

  // Kept here and not with the flows, which the tracker has led on to the end of the batch already:
  // a verdict must not depend on where a batch ends.
  private final int[] challenged = new int[CHALLENGES];

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      boolean condemned = false;
      if (batch.vector[i] == Vectors.SYN_FLOOD) {
        condemned = batch.mitigation[i] >= 0 && syn(batch, i);
      } else if (Evidence.mayFollowChallenge(batch, i)) {
        condemned = batch.mitigation[i] >= 0 && segment(batch, i);
      }
      if (!condemned) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean syn(PacketBatch batch, int i) {
    int index = batch.mitigation[i];
    int knowledge = batch.knowledge[i];
    boolean passes = Evidence.speaksFor(Vectors.SYN_FLOOD, knowledge);
    if (!passes && (knowledge & Knowledge.RETRANSMITTED_SYN) != 0) {
      long intervalNs = SECOND_NS / batch.threshold[i];
      passes = retransmissions.admit(index + 1L, intervalNs, SECOND_NS, batch.clockNs[i]);
    }
    int at = (int) batch.flowHash[i] & CHALLENGES - 1;
    if (passes) {
      challenged[at] = challenged[at] == tag(batch, i) ? 0 : challenged[at];
      return false;
    }
    challenged[at] = tag(batch, i);
    Judgement.challenge(batch, i, UNPROVEN_SYN);
    return true;
  }

  private boolean segment(PacketBatch batch, int i) {
    if (challenged[(int) batch.flowHash[i] & CHALLENGES - 1] != tag(batch, i)) {
      return false;
    }
    Judgement.drop(batch, i, CHALLENGED_FLOW);
    return true;
  }

  /** Returns what tells flows of the same place apart; never 0. */
  private static int tag(PacketBatch batch, int i) {
    return (int) (batch.flowHash[i] >>> 32) | 1;
  }
}
