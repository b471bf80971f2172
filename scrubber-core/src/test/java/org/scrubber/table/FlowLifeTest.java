package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowLifeTest {
  private static final long FREE = 1L << 40;
  private static final int[] IDLE_TICKS = {
    -1, 0, 1, 1_700, 1_788, 1_789, 3_576, 3_577, 7_152, 7_153, 17_881, 17_882, 443_458, 443_459
  };

  /** What {@link FlowLife#rank} says in a line, step by step. */
  private static long rank(long hash, long state, int now) {
    int idle = now - (int) (state >>> 32);
    if (hash == 0 || FlowLife.expired(state, now)) {
      return FREE;
    }
    return FlowLife.givesWay(state, idle) ? FlowLife.precedence(state) + idle : -1;
  }

  @Test
  void shouldRankAsItsPartsSay() {
    Random random = new Random(7);
    for (int round = 0; round < 1_000_000; round++) {
      int flags = random.nextInt(1 << 16);
      int packets = random.nextInt(1 << 16) & (random.nextBoolean() ? 0x0303 : 0xffff);
      int now = random.nextInt(1 << 20);
      int seen = now - IDLE_TICKS[random.nextInt(IDLE_TICKS.length)] - random.nextInt(2);
      long state = (long) seen << 32 | (long) packets << 16 | flags;
      long hash = random.nextInt(8) == 0 ? 0 : random.nextLong() | 1;
      assertEquals(
          rank(hash, state, now), FlowLife.rank(hash, state, now), Long.toHexString(state));
    }
  }
}
