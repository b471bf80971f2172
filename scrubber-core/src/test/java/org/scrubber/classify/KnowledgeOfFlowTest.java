package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.scrubber.table.FlowTable;

class KnowledgeOfFlowTest {
  private static final long[] AGES_NS = {0, 999_999_999L, 1_000_000_000L, 1_000_000_001L, 1L << 50};
  private static final int[] PACKETS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 63, 254, 255};

  /** The same in words. */
  private static int naive(int flags, int mine, int theirs, boolean fromHigh, long ageNs) {
    int knowledge = Knowledge.KNOWN;
    boolean begunByMe = (flags & FlowTable.BEGUN_BY_HIGH) != 0 == fromHigh;
    boolean otherSeen = (flags & (fromHigh ? FlowTable.FROM_LOW : FlowTable.FROM_HIGH)) != 0;
    if (!begunByMe) {
      knowledge |= Knowledge.SOLICITED;
      boolean silent = (flags & (fromHigh ? FlowTable.FROM_HIGH : FlowTable.FROM_LOW)) == 0;
      knowledge |= silent ? Knowledge.FIRST_ANSWER : 0;
    } else if (otherSeen) {
      knowledge |= Knowledge.ANSWERED;
      boolean conversing = theirs * 2 >= mine || theirs >= 4 && theirs * 4 >= mine;
      knowledge |= conversing ? Knowledge.CONVERSING : 0;
    }
    knowledge |= (flags & FlowTable.ESTABLISHED) != 0 ? Knowledge.ESTABLISHED : 0;
    boolean bySyn = (flags & FlowTable.BEGUN_BY_SYN) != 0;
    knowledge |= begunByMe && bySyn ? Knowledge.SYN_STARTED : 0;
    knowledge |= ageNs > 1_000_000_000L && mine >= 4 ? Knowledge.MATURE : 0;
    return knowledge;
  }

  @Test
  void shouldKnowOfEveryFlowWhatItsEntrySays() {
    for (int flags = 0; flags < 1 << 14; flags++) {
      for (int mine : PACKETS) {
        for (int theirs : PACKETS) {
          int all = flags;
          boolean fromHigh = (mine + theirs + Integer.bitCount(flags) & 1) != 0;
          for (long ageNs : AGES_NS) {
            assertEquals(
                naive(flags, mine, theirs, fromHigh, ageNs),
                Knowledge.ofFlow(flags, mine, theirs, fromHigh, ageNs),
                () -> all + " " + mine + " " + theirs + " " + fromHigh + " " + ageNs);
          }
        }
      }
    }
  }
}
