package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {
  private static long least(HeavyHitters hitters, long high, long low) {
    long least = 0;
    for (int place = 0; place < hitters.places(); place++) {
      if (hitters.high(place) == high && hitters.low(place) == low) {
        least += hitters.least(place);
      }
    }
    return least;
  }

  @Test
  void shouldCountExactlyWhileThereIsRoom() {
    HeavyHitters hitters = new HeavyHitters(8);
    for (int i = 0; i < 800; i++) {
      count(hitters, i % 2, i % 8);
    }
    for (int i = 0; i < 8; i++) {
      assertEquals(100, least(hitters, i % 2, i));
    }
    assertEquals(8, hitters.places());
  }

  @Test
  void shouldGiveUpTheRarestWhereEveryCountIsBeyondAnInt() {
    HeavyHitters hitters = new HeavyHitters(16);
    for (int set = 0; set < 2; set++) {
      for (int i = 0; i < 8; i++) {
        hitters.count(0, 8 * set + i, (long) set << 16, (1L << 28 + 2 * set) + (i == 5 ? 0 : 1));
      }
    }
    hitters.count(0, 99, 0);
    assertEquals(1, least(hitters, 0, 99));
    assertEquals(0, least(hitters, 0, 5));
    hitters.count(0, 98, 1 << 16);
    assertEquals(1, least(hitters, 0, 98));
    assertEquals(0, least(hitters, 0, 13));
  }

  @Test
  void shouldCountWhatComesInARowAlsoAfterItHadToMakeRoom() {
    HeavyHitters hitters = new HeavyHitters(8);
    hitters.count(0, 1, 0, 5);
    for (int i = 2; i <= 9; i++) {
      hitters.count(0, i, 0, 10); // The last of them takes the place of the first.
    }
    hitters.count(0, 1, 0, 3);
    hitters.count(0, 1, 0, 4);
    assertEquals(7, least(hitters, 0, 1));
    hitters.count(7, 1, 0, 1); // Another upper half is another value.
    assertEquals(1, least(hitters, 7, 1));
  }

  @Test
  void shouldCountTheZeroValue() {
    HeavyHitters hitters = new HeavyHitters(8);
    assertEquals(0, least(hitters, 0, 0));
    count(hitters, 0, 0);
    count(hitters, 0, 0);
    assertEquals(2, least(hitters, 0, 0));
  }

  @Test
  void shouldFindHitterOfOnePercentAmongMillionRandomValues() {
    HeavyHitters hitters = new HeavyHitters(1 << 10);
    Random random = new Random(0x5eed_0417L);
    int hits = 0;
    for (int i = 0; i < 1_000_000; i++) {
      if (random.nextInt(100) == 0) {
        count(hitters, 0x2001, 42);
        hits++;
      } else {
        count(hitters, random.nextLong(), random.nextLong());
      }
    }
    long found = least(hitters, 0x2001, 42);
    assertTrue(found <= hits && found > hits * 0.9, found + " of " + hits);
    for (int place = 0; place < hitters.places(); place++) {
      assertTrue(hitters.low(place) == 42 || hitters.least(place) < hits / 10);
    }
  }

  @Test
  void shouldNeverClaimTooMuch() {
    HeavyHitters hitters = new HeavyHitters(16);
    Random random = new Random(0x5eed_0418L);
    Map<Long, Integer> exact = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      long value = Math.round(Math.abs(random.nextGaussian()) * 20);
      count(hitters, 0, value);
      exact.merge(value, 1, Integer::sum);
    }
    for (int place = 0; place < hitters.places(); place++) {
      long least = hitters.least(place);
      int truth = exact.getOrDefault(hitters.low(place), 0);
      assertTrue(least <= truth, hitters.low(place) + ": " + least + " of " + truth);
    }
  }

  @Test
  void shouldAllocateNothing() {
    HeavyHitters hitters = new HeavyHitters(1 << 8);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                count(hitters, i & 7, i & 0xfff);
              }
            });
    assertEquals(0, allocated);
  }

  private static void count(HeavyHitters hitters, long high, long low) {
    hitters.count(high, low, Hash.mix(high, low, 0));
  }
}
