package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Knowledge;
import org.scrubber.detect.Mitigations;
import org.scrubber.state.Lasting;
import org.scrubber.table.RateTable;

/**
 * The milder test, for clients that no challenge reaches or whose firewall swallows it: they send
 * their SYN again, as a stack does, after 1 s and after 3 s (RFC 6298).
 *
 * <p>A tool can do so as well, so each rung has half the threshold for a budget, a mitigation. One
 * thread.
 */
public final class SynLadder {
  /** Retransmissions come after the initial timeout of 1 s, less some jitter. */
  private static final long FIRST_NS = 800_000_000L;

  private static final long SECOND_RUNG_NS = 2_500_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int RUNGS = 4;

  private final RateTable budgets = new RateTable(4 * RUNGS * Mitigations.CAPACITY);

  /** Allocates the budgets. */
  public SynLadder() {}

  /** Returns what lasts. */
  public Lasting lasting() {
    return budgets.lasting();
  }

  /**
   * Admits a SYN that was sent before, within its rung's budget.
   *
   * @param waitingNs how long this very SYN has been waiting for an answer
   */
  public boolean admits(PacketBatch batch, int i, long waitingNs) {
    boolean again = (batch.knowledge[i] & Knowledge.RETRANSMITTED_SYN) != 0;
    if (!again && waitingNs < FIRST_NS) {
      return false;
    }
    int rung = Math.max(waitingNs, again ? batch.flowAgeNs[i] : 0) >= SECOND_RUNG_NS ? 2 : 1;
    long intervalNs = 2 * SECOND_NS / batch.threshold[i];
    return budgets.admit(key(batch, i, rung), intervalNs, SECOND_NS, batch.clockNs[i]);
  }

  /**
   * Admits one SYN a second from the second rung, whatever its look: if a real stack were taken for
   * the flood, its first connection would show it.
   */
  public boolean admitsStranger(PacketBatch batch, int i) {
    return (batch.knowledge[i] & Knowledge.RETRANSMITTED_SYN) != 0
        && batch.flowAgeNs[i] >= SECOND_RUNG_NS
        && budgets.admit(key(batch, i, 3), SECOND_NS, SECOND_NS, batch.clockNs[i]);
  }

  private static long key(PacketBatch batch, int i, int rung) {
    return batch.mitigation[i] * (long) RUNGS + rung;
  }
}
