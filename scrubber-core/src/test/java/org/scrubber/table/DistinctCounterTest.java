package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctCounterTest {
  private final DistinctCounter counter = new DistinctCounter();

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1_000, 3_000, 10_000, 100_000, 1_000_000})
  void shouldEstimateWithinTenPercent(int distinct) {
    for (int seed = 1; seed <= 3; seed++) {
      counter.clear();
      for (int i = 0; i < distinct; i++) {
        counter.add(Hash.mix(i, seed));
      }
      assertEquals(distinct, counter.estimate(), distinct * 0.1, "seed " + seed);
    }
  }

  @Test
  void shouldCountFewExactlyAndEstimateMoreAboveThat() {
    for (int seed = 1; seed <= 200; seed++) {
      counter.clear();
      for (int i = 1; i <= 2 * DistinctCounter.EXACT; i++) {
        counter.add(Hash.mix(i, seed));
        counter.add(Hash.mix(i / 2 + 1, seed));
        boolean exact = i <= DistinctCounter.EXACT;
        assertTrue(exact ? counter.estimate() == i : counter.estimate() > DistinctCounter.EXACT);
      }
    }
  }

  @Test
  void shouldCountFewExactlyWhenPutTogether() {
    DistinctCounter other = new DistinctCounter();
    DistinctCounter many = new DistinctCounter();
    for (int i = 0; i < 60; i++) {
      counter.add(Hash.mix(i, 1));
      other.add(Hash.mix(i + 30, 1));
    }
    counter.addAll(other);
    assertEquals(90, counter.estimate());
    for (int i = 0; i < 500; i++) {
      many.add(Hash.mix(i + 1_000, 1));
    }
    counter.addAll(many);
    assertEquals(590, counter.estimate(), 59);
  }

  @Test
  void shouldCountRepetitionsOnce() {
    for (int i = 0; i < 1_000_000; i++) {
      counter.add(Hash.mix(i & 63, 1));
    }
    assertEquals(64, counter.estimate());
  }

  @Test
  void shouldKnowNothingAtFirstAndAfterClearing() {
    assertEquals(0, counter.estimate());
    counter.add(0);
    counter.add(-1L);
    assertEquals(2, counter.estimate());
    counter.clear();
    assertEquals(0, counter.estimate());
  }

  @Test
  void shouldAllocateNothing() {
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                counter.add(Hash.mix(i, 1));
              }
              assertEquals(100_000, counter.estimate(), 10_000);
              counter.clear();
            });
    assertEquals(0, allocated);
  }
}
