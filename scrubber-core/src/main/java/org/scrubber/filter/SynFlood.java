package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Detector;
import org.scrubber.detect.Evidence;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.table.FlowTable;
import org.scrubber.table.RateTable;
import org.scrubber.wire.Protocols;

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

  private final Detector detector;
  private final Mitigations mitigations;
  private final FlowTable flows;
  private final RateTable retransmissions = new RateTable(1 << 10);

  /** Creates the filter; it marks challenged flows in the table. */
  public SynFlood(Detector detector, Mitigations mitigations, FlowTable flows) {
    this.detector = detector;
    this.mitigations = mitigations;
    this.flows = flows;
  }

  @Override
  public void apply(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      boolean condemned = false;
      if (batch.vector[i] == Vectors.SYN_FLOOD) {
        condemned = batch.mitigation[i] >= 0 && syn(batch, i);
      } else if (batch.protocol[i] == Protocols.TCP && batch.flowSlot[i] >= 0) {
        condemned = segment(batch, i);
      }
      if (!condemned) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  private boolean syn(PacketBatch batch, int i) {
    int index = batch.mitigation[i];
    Mitigation mitigation = mitigations.get(index);
    int knowledge = batch.knowledge[i];
    boolean passes = Evidence.speaksFor(Vectors.SYN_FLOOD, knowledge);
    if (!passes && (knowledge & Knowledge.RETRANSMITTED_SYN) != 0) {
      long intervalNs = SECOND_NS / mitigation.thresholdPps;
      passes =
          retransmissions.count(index + 1L, intervalNs, SECOND_NS, batch.clockNs[i]) < SECOND_NS;
    }
    int slot = batch.flowSlot[i];
    if (passes) {
      if (flows.holds(slot, batch.flowHash[i])) {
        flows.flags(slot, 0, FlowTable.CHALLENGED);
      }
      return false;
    }
    if (flows.holds(slot, batch.flowHash[i]) && (flows.flags(slot) & FlowTable.ESTABLISHED) == 0) {
      flows.flags(slot, FlowTable.CHALLENGED, 0);
    }
    Judgement.challenge(batch, i, UNPROVEN_SYN, mitigation);
    return true;
  }

  private boolean segment(PacketBatch batch, int i) {
    int slot = batch.flowSlot[i];
    if ((batch.knowledge[i] & (Knowledge.SYN_STARTED | Knowledge.ESTABLISHED))
            != Knowledge.SYN_STARTED
        || !flows.holds(slot, batch.flowHash[i])
        || (flows.flags(slot) & FlowTable.CHALLENGED) == 0) {
      return false;
    }
    int index = detector.active(batch, i, Vectors.SYN_FLOOD);
    if (index < 0) {
      return false;
    }
    batch.mitigation[i] = index;
    Judgement.drop(batch, i, CHALLENGED_FLOW, mitigations.get(index));
    return true;
  }
}
