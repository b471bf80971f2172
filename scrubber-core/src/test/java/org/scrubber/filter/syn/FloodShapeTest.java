package org.scrubber.filter.syn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;

class FloodShapeTest {
  private static final long MS = 1_000_000L;

  private final FloodShape shape = new FloodShape();
  private final PacketBatch batch = new PacketBatch(1);

  private int weigh(int mitigation, long look, long ms) {
    batch.mitigation[0] = mitigation;
    batch.clockNs[0] = ms * MS;
    return shape.weigh(batch, 0, look);
  }

  private boolean isSettled(long look) {
    return shape.isSettled(batch, 0, look);
  }

  @Test
  void shouldLearnFromAFewPacketsAndThenTellLooksApart() {
    for (int n = 0; n < 63; n++) {
      assertEquals(FloodShape.LEARNING, weigh(3, 7, n));
    }
    assertEquals(FloodShape.HEAVY, weigh(3, 7, 63));
    assertEquals(FloodShape.LIGHT, weigh(3, 8, 64));
    assertEquals(FloodShape.LEARNING, weigh(4, 7, 64), "of another mitigation");
  }

  @Test
  void shouldTakeTenthsOfTheFloodForHeavyAndNoLess() {
    // 30, 20, 15 and 5 in a hundred, and 30 that are each different.
    for (int n = 0; n < 4_000; n++) {
      int k = n * 37 % 100;
      long look = k < 30 ? 1 : k < 50 ? 2 : k < 65 ? 3 : k < 70 ? 4 : 1_000 + n;
      weigh(0, look, n);
    }
    assertEquals(FloodShape.HEAVY, weigh(0, 1, 4_000));
    assertEquals(FloodShape.HEAVY, weigh(0, 2, 4_000));
    assertEquals(FloodShape.LIGHT, weigh(0, 4, 4_000));
    assertEquals(FloodShape.LIGHT, weigh(0, 1_500, 4_000));
  }

  @Test
  void shouldKnowALookAgainWhileAFloodWanesAndNotAfterIt() {
    for (int n = 0; n < 64; n++) {
      weigh(3, 7, n);
    }
    for (int second = 1; second < 120; second += 20) {
      assertEquals(FloodShape.HEAVY, weigh(3, 7, second * 1_000L));
    }
    assertEquals(FloodShape.LEARNING, weigh(3, 7, 140_000));
  }

  @Test
  void shouldSettleAfterThreeSecondsAndAThousandPackets() {
    for (int n = 0; n < 2_000; n++) {
      weigh(0, 5, n);
      assertFalse(isSettled(5), "packet " + n);
    }
    weigh(0, 5, 3_070);
    assertTrue(isSettled(5));
    assertFalse(isSettled(6));
    for (int n = 0; n < 1_000; n++) {
      weigh(1, 5, n * 10L);
      assertFalse(isSettled(5), "packet " + n);
    }
  }

  @Test
  void shouldForgetByTime() {
    for (int n = 0; n < 100; n++) {
      weigh(0, 5, n);
    }
    assertEquals(FloodShape.HEAVY, shape.look(batch, 0, 5));
    batch.clockNs[0] = 40_000 * MS;
    assertEquals(FloodShape.LEARNING, shape.look(batch, 0, 5));
    assertEquals(FloodShape.LEARNING, weigh(0, 5, 40_000));
  }

  @Test
  void shouldNoticeThatTheFloodHasChanged() {
    for (int n = 0; n < 1_000; n++) {
      weigh(0, 5, n);
    }
    for (int n = 0; n < 512; n++) {
      weigh(0, 6, 1_000 + n);
    }
    assertEquals(FloodShape.HEAVY, shape.look(batch, 0, 6));
    assertEquals(FloodShape.HEAVY, shape.look(batch, 0, 5), "it may come back");
  }
}
