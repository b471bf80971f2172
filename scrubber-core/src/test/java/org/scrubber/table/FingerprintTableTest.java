package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTableTest {
  private static final long HALF_LIFE_NS = 1L << 42;
  private static final long HOUR_NS = 3_600_000_000_000L;

  private final FingerprintTable table = new FingerprintTable(1 << 10);

  @Test
  void shouldTellLooksThatConnectFromThoseThatNeverDo() {
    for (int n = 0; n < 5_000; n++) {
      table.seen(1, n);
      table.seen(2, n);
    }
    for (int n = 0; n < 5; n++) {
      table.completed(1, n);
    }
    assertTrue(table.completes(1, 5_000));
    assertFalse(table.completesSeldom(1, 5_000));
    assertFalse(table.completes(2, 5_000));
    assertTrue(table.completesSeldom(2, 5_000));
    table.seen(1, 5_000);
    assertTrue(table.completesSeldom(1, 5_000), "5 of 5,001");
    assertTrue(table.completes(1, 5_000));
    assertFalse(table.completes(3, 0));
    assertTrue(table.completesSeldom(3, 0));
  }

  @Test
  void shouldRememberOneConnectionForHours() {
    table.completed(1, 100);
    assertTrue(table.completes(1, 8 * HOUR_NS));
    assertFalse(table.completes(1, 12 * HOUR_NS));
  }

  @Test
  void shouldLetNoInventedLooksDisplaceOneThatConnects() {
    for (int n = 1; n <= 100; n++) {
      table.completed(n, 0);
    }
    for (int n = 0; n < 1_000_000; n++) {
      table.seen(Hash.mix(n, 5) | 1L << 33, n);
    }
    for (int n = 1; n <= 100; n++) {
      assertTrue(table.completes(n, 1_000_000), "look " + n);
    }
  }

  @Test
  void shouldGiveUpTheLookThatConnectsLeast() {
    FingerprintTable bucket = new FingerprintTable(8);
    for (int look = 1; look <= 8; look++) {
      for (int n = 0; n < look; n++) {
        bucket.completed(look, 0);
      }
    }
    bucket.seen(9, 0);
    assertTrue(bucket.completes(1, 0), "a look that has not connected displaces none that has");
    bucket.completed(9, 0);
    assertFalse(bucket.completes(1, 0));
    assertTrue(bucket.completes(2, 0));
    assertTrue(bucket.completes(9, 0));
  }

  @Test
  void shouldCountAsMapsThatAreHalvedDo() {
    Map<Integer, long[]> naive = new HashMap<>();
    Random random = new Random(3);
    long now = 0;
    long halfLife = 0;
    for (int n = 0; n < 200_000; n++) {
      now += random.nextLong(HALF_LIFE_NS / 20_000);
      for (; halfLife < now / HALF_LIFE_NS; halfLife++) {
        naive.values().forEach(counts -> halve(counts));
      }
      int look = 1 + random.nextInt(40);
      long[] counts = naive.computeIfAbsent(look, any -> new long[2]);
      if (random.nextInt(40 * look) == 0) {
        table.completed(look, now);
        counts[1] += 256;
      } else {
        table.seen(look, now);
        counts[0]++;
      }
      assertEquals(counts[1] != 0, table.completes(look, now), "step " + n);
      boolean seldom = counts[1] == 0 || counts[1] * 1_000 < counts[0] * 256;
      assertEquals(seldom, table.completesSeldom(look, now), "step " + n);
    }
    assertTrue(halfLife >= 4);
  }

  private static void halve(long[] counts) {
    counts[0] /= 2;
    counts[1] /= 2;
  }

  @Test
  void shouldStateItsMemoryAndAllocateNothing() {
    assertEquals(24 << 10, table.sizeBytes());
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int n = 1; n < 100_000; n++) {
                table.seen(Hash.mix(n, 1) | 1, n);
                if (!table.completes(n, n) && table.completesSeldom(n, n)) {
                  table.completed(n & 0xff | 1, n);
                }
              }
            });
    assertEquals(0, allocated);
  }
}
