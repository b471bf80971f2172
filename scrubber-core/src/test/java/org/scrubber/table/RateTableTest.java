package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTableTest {
  private static final long MILLISECOND_NS = 1_000_000L;
  private static final long INTERVAL_NS = 10 * MILLISECOND_NS;
  private static final long BURST_NS = 100 * MILLISECOND_NS;

  /** A bucket that leaks a packet an interval, told in packets' time. */
  private static final class LeakyBucket {
    private long level;
    private long lastNs;

    long count(long nowNs) {
      level = Math.max(0, level - (nowNs - lastNs));
      lastNs = nowNs;
      long before = level;
      level = Math.min(level + INTERVAL_NS, 2 * BURST_NS + INTERVAL_NS);
      return before;
    }

    void takeBack() {
      level -= INTERVAL_NS;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldAgreeWithLeakyBucketsOnAnySchedule(long seed) {
    Random random = new Random(seed);
    RateTable table = new RateTable(1 << 10);
    Map<Long, LeakyBucket> buckets = new HashMap<>();
    long now = seed * 1_000_000_007L;
    for (int i = 0; i < 50_000; i++) {
      // Bursts, steady rates and pauses: above and below the limit.
      now += (long) (random.nextInt(8) == 0 ? random.nextInt(40) : random.nextInt(2)) * 500_000L;
      long key = 1 + random.nextInt(16);
      long hash = key | key << 40; // A line of its own.
      LeakyBucket bucket = buckets.computeIfAbsent(hash, k -> new LeakyBucket());
      long expected = bucket.count(now);
      assertEquals(expected, table.count(hash, INTERVAL_NS, BURST_NS, now), "packet " + i);
      if (random.nextInt(10) == 0) {
        table.takeBack(hash, INTERVAL_NS);
        bucket.takeBack();
      }
    }
  }

  @Test
  void shouldStayBelowBurstAtTheLimitAndPassItAbove() {
    RateTable table = new RateTable(4);
    for (int i = 0; i < 1_000; i++) {
      assertTrue(table.count(1, INTERVAL_NS, BURST_NS, i * INTERVAL_NS) <= BURST_NS);
    }
    long level = 0;
    for (int i = 0; i < 1_000; i++) {
      level = table.count(2, INTERVAL_NS, BURST_NS, i * INTERVAL_NS / 2);
    }
    assertTrue(level > BURST_NS);
  }

  @Test
  void shouldRecoverInBoundedTimeHoweverMuchWasOffered() {
    RateTable table = new RateTable(4);
    for (int i = 0; i < 100_000; i++) {
      table.count(1, INTERVAL_NS, BURST_NS, 0);
    }
    assertEquals(2 * BURST_NS + INTERVAL_NS, table.count(1, INTERVAL_NS, BURST_NS, 0));
    assertTrue(table.count(1, INTERVAL_NS, BURST_NS, BURST_NS + INTERVAL_NS) <= BURST_NS);
  }

  @Test
  void shouldKeepHeavyKeysUnderAnyNumberOfLightOnes() {
    RateTable table = new RateTable(4);
    long now = 0;
    long light = 100;
    for (int i = 0; i < 10_000; i++) {
      now += MILLISECOND_NS;
      for (long heavy = 1; heavy <= 3; heavy++) {
        long level = table.count(heavy, INTERVAL_NS, BURST_NS, now);
        assertTrue(level >= Math.min(i, 20) * 9 * MILLISECOND_NS, "packet " + i);
      }
      table.count(light++, INTERVAL_NS, BURST_NS, now);
    }
  }

  @Test
  void shouldBeginAtZeroInPlaceOfAnother() {
    RateTable table = new RateTable(4);
    for (long key = 1; key <= 4; key++) {
      table.count(key, INTERVAL_NS, BURST_NS, 0);
      table.count(key, INTERVAL_NS, BURST_NS, 0);
    }
    assertEquals(0, table.count(5, INTERVAL_NS, BURST_NS, 0));
    assertEquals(INTERVAL_NS, table.count(5, INTERVAL_NS, BURST_NS, 0));
  }

  @Test
  void shouldTakeNothingBackFromKeyItDoesNotKnow() {
    RateTable table = new RateTable(4);
    table.count(1, INTERVAL_NS, BURST_NS, 0);
    table.takeBack(2, INTERVAL_NS);
    assertEquals(INTERVAL_NS, table.count(1, INTERVAL_NS, BURST_NS, 0));
    assertEquals(4 * 16, table.sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    RateTable table = new RateTable(1 << 10);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                long hash = Hash.mix(i & 0xfff, 1);
                if (table.count(hash, INTERVAL_NS, BURST_NS, i) > BURST_NS) {
                  table.takeBack(hash, INTERVAL_NS);
                }
              }
            });
    assertEquals(0, allocated);
  }
}
