package org.scrubber.classify;

import org.scrubber.table.FlowTable;

/**
 * What a flow's entry says of a packet from one of its sides: {@link Knowledge} bits.
 *
 * <p>Without a branch: directions, protocols and ages are mixed, so that a processor would guess
 * several of them wrong for each packet. Stateless.
 */
final class FlowKnowledge {
  /** A flow is mature when it has been sending for a second. */
  static final long MATURE_NS = 1_000_000_000L;

  static final int MATURE_PACKETS = 4;

  /** Answers that make a conversation: one for every other packet. */
  static final int CONVERSING_EARLY_SHARE = 2;

  /** Or fewer, once there are so many, and one for so many packets. */
  static final int CONVERSING_PACKETS = 4;

  static final int CONVERSING_SHARE = 4;

  private static final int LOW = bit(FlowTable.FROM_LOW);
  private static final int HIGH = bit(FlowTable.FROM_HIGH);
  private static final int BEGUN_BY_HIGH = bit(FlowTable.BEGUN_BY_HIGH);
  private static final int BEGUN_BY_SYN = bit(FlowTable.BEGUN_BY_SYN);
  private static final int ESTABLISHED = bit(FlowTable.ESTABLISHED);

  private FlowKnowledge() {}

  private static int bit(int flag) {
    return Integer.numberOfTrailingZeros(flag);
  }

  /**
   * Returns what is known.
   *
   * @param flags of {@link FlowTable}
   * @param mine packets that the flow has had from the packet's own side
   * @param theirs packets from the other side
   * @param fromHigh whether the packet's side is the one with the higher hash
   * @param ageNs of the flow
   */
  static int of(int flags, int mine, int theirs, boolean fromHigh, long ageNs) {
    int high = fromHigh ? 1 : 0;
    int begun = flags >>> BEGUN_BY_HIGH & 1 ^ high ^ 1; // By this side.
    int seen = flags >>> LOW + (HIGH - LOW) * high & 1;
    int answered = begun & flags >>> HIGH - (HIGH - LOW) * high;
    int early = ~(theirs * CONVERSING_EARLY_SHARE - mine) >>> 31;
    int late = ~(theirs - CONVERSING_PACKETS | theirs * CONVERSING_SHARE - mine) >>> 31;
    int mature = (int) (MATURE_NS - ageNs >>> 63) & ~(mine - MATURE_PACKETS) >>> 31;
    return Knowledge.KNOWN
        | (begun ^ 1) * Knowledge.SOLICITED
        | (begun ^ 1) * (seen ^ 1) * Knowledge.FIRST_ANSWER
        | answered * Knowledge.ANSWERED
        | (answered & (early | late)) * Knowledge.CONVERSING
        | (flags >>> ESTABLISHED & 1) * Knowledge.ESTABLISHED
        | (begun & flags >>> BEGUN_BY_SYN) * Knowledge.SYN_STARTED
        | mature * Knowledge.MATURE;
  }
}
