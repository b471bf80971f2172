package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
  void shouldCountRepetitionsOnce() {
    for (int i = 0; i < 1_000_000; i++) {
      counter.add(Hash.mix(i & 63, 1));
    }
    assertEquals(64, counter.estimate(), 4);
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
