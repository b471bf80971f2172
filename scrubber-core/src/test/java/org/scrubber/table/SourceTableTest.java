package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long TICK_NS = 1L << 24;
  private static final long WRAP_NS = 1L << 56;

  private final SourceTable bucket = new SourceTable(8);

  private static long source(int number) {
    return (long) number << 32 | 1;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, WRAP_NS - SECOND_NS, 3 * WRAP_NS - 1})
  void shouldBelieveProofForAnHour(long provenNs) {
    assertFalse(bucket.isProven(source(1), provenNs));
    bucket.prove(source(1), provenNs);
    assertTrue(bucket.isProven(source(1), provenNs));
    assertTrue(bucket.isProven(source(1), provenNs + SourceTable.LIFETIME_NS - TICK_NS));
    long late = provenNs + SourceTable.LIFETIME_NS + SECOND_NS;
    assertFalse(bucket.isProven(source(1), late));
    assertFalse(bucket.isProven(source(2), provenNs));
  }

  @Test
  void shouldBeginTheHourAgainWithEveryProof() {
    bucket.prove(source(1), 0);
    bucket.prove(source(1), SourceTable.LIFETIME_NS - TICK_NS);
    assertTrue(bucket.isProven(source(1), 2 * (SourceTable.LIFETIME_NS - TICK_NS)));
  }

  @Test
  void shouldGiveUpTheSourceThatProvedItselfLongestAgo() {
    for (int i = 1; i <= 8; i++) {
      bucket.prove(source(i), i * SECOND_NS);
    }
    bucket.prove(source(1), 9 * SECOND_NS); // Now source 2 is the oldest.
    bucket.prove(source(9), 10 * SECOND_NS);
    assertFalse(bucket.isProven(source(2), 10 * SECOND_NS));
    for (int i : new int[] {1, 3, 4, 5, 6, 7, 8, 9}) {
      assertTrue(bucket.isProven(source(i), 10 * SECOND_NS), "source " + i);
    }
  }

  @Test
  void shouldEnterSourceOnlyOnce() {
    for (int i = 0; i < 100; i++) {
      bucket.prove(source(1), i * SECOND_NS);
    }
    for (int i = 2; i <= 8; i++) {
      bucket.prove(source(i), 200 * SECOND_NS);
    }
    assertTrue(bucket.isProven(source(1), 200 * SECOND_NS));
  }

  @Test
  void shouldNotBelieveProofOfLongAgoThatLooksLikeOneOfTheFuture() {
    bucket.prove(source(1), 0);
    assertFalse(bucket.isProven(source(1), WRAP_NS / 2 + SECOND_NS));
    for (int i = 2; i <= 9; i++) {
      bucket.prove(source(i), WRAP_NS / 2 + SECOND_NS);
    }
    for (int i = 2; i <= 9; i++) {
      assertTrue(bucket.isProven(source(i), WRAP_NS / 2 + SECOND_NS), "source " + i);
    }
  }

  @Test
  void shouldTakeHashWithoutUpperHalf() {
    assertFalse(bucket.isProven(5, 0));
    bucket.prove(5, 0);
    assertTrue(bucket.isProven(5, 0));
  }

  @Test
  void shouldStateItsMemory() {
    assertEquals(8 * 8, bucket.sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    SourceTable table = new SourceTable(1 << 10);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                long hash = Hash.mix(i & 0xfff, 1);
                if (!table.isProven(hash, i)) {
                  table.prove(hash, i);
                }
              }
            });
    assertEquals(0, allocated);
  }
}
