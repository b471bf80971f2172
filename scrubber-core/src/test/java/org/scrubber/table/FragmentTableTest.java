package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long TICK_NS = 1L << 24;
  private static final long WRAP_NS = 1L << 56;

  private final FragmentTable bucket = new FragmentTable(4);

  @Test
  void shouldNotKnowTheFirstFragmentUntilItIsSeen() {
    int slot = bucket.slot(7, 0);
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot));
    bucket.first(slot, 0);
    assertEquals(0, bucket.first(slot));
    bucket.first(slot, 1 << 30);
    assertEquals(1 << 30, bucket.first(bucket.slot(7, SECOND_NS)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, WRAP_NS - SECOND_NS})
  void shouldForgetDatagramAtTheEndOfItsLifetime(long begin) {
    bucket.first(bucket.slot(7, begin), 5);
    assertEquals(5, bucket.first(bucket.slot(7, begin + FragmentTable.LIFETIME_NS - TICK_NS)));
    int slot = bucket.slot(7, begin + FragmentTable.LIFETIME_NS + SECOND_NS);
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot));
    assertFalse(bucket.overlaps(slot, 8, 64, 5));
  }

  @Test
  void shouldForgetTheOldestDatagramWhenFull() {
    for (long hash = 1; hash <= 4; hash++) {
      bucket.first(bucket.slot(hash, hash * SECOND_NS / 2), (int) hash);
    }
    bucket.slot(5, 3 * SECOND_NS);
    for (long hash = 2; hash <= 4; hash++) {
      assertEquals(hash, bucket.first(bucket.slot(hash, 3 * SECOND_NS)));
    }
    assertEquals(FragmentTable.UNKNOWN, bucket.first(bucket.slot(1, 3 * SECOND_NS)));
  }

  @Test
  void shouldNotKeepDatagramOfLongAgoForOneOfTheFuture() {
    bucket.first(bucket.slot(7, 0), 5);
    long now = WRAP_NS / 2 + SECOND_NS;
    assertEquals(FragmentTable.UNKNOWN, bucket.first(bucket.slot(7, now)));
    int slot = bucket.slot(8, now);
    for (long hash = 9; hash <= 11; hash++) {
      assertNotEquals(slot, bucket.slot(hash, now));
    }
  }

  @Test
  void shouldPassNeighboursInAnyOrderAndRepetitions() {
    int slot = bucket.slot(7, 0);
    int[] offsets = {2_960, 0, 1_480, 1_480, 0, 2_960};
    for (int offset : offsets) {
      assertFalse(bucket.overlaps(slot, offset, offset == 2_960 ? 333 : 1_480, 5), "at " + offset);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "0, 16", "8, 8", "8, 1480", "1472, 8", "1472, 1480", "0, 4000"})
  void shouldFindOverlapWithOtherBounds(int offset, int length) {
    int slot = bucket.slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertTrue(bucket.overlaps(slot, offset, length, 5));
    assertFalse(bucket.overlaps(slot, 1_480, 1_480, 5));
  }

  @Test
  void shouldFindOverlapAtTheEndOfTheLargestDatagram() {
    int slot = bucket.slot(7, 0);
    assertFalse(bucket.overlaps(slot, 65_528, 7, 5));
    assertFalse(bucket.overlaps(slot, 65_520, 8, 5));
    assertTrue(bucket.overlaps(slot, 65_520, 15, 5));
    assertTrue(bucket.overlaps(slot, 65_520, 65_535, 5));
  }

  @Test
  void shouldNotMindEmptyFragments() {
    int slot = bucket.slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 0, 5));
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertFalse(bucket.overlaps(slot, 0, 0, 5));
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertTrue(bucket.overlaps(slot, 8, 16, 5));
  }

  @Test
  void shouldNotMindOverlapsBeyondTheFragmentsThatItRemembers() {
    int slot = bucket.slot(7, 0);
    for (int k = 0; k < 4; k++) {
      assertFalse(bucket.overlaps(slot, k * 800, 800, 5));
    }
    assertFalse(bucket.overlaps(slot, 3_200, 800, 5));
    assertFalse(bucket.overlaps(slot, 3_208, 800, 5)); // The fifth was not remembered.
    assertTrue(bucket.overlaps(slot, 2_408, 800, 5));
  }

  @Test
  void shouldKeepDatagramsApart() {
    assertFalse(bucket.overlaps(bucket.slot(7, 0), 0, 1_480, 5));
    assertFalse(bucket.overlaps(bucket.slot(8, 0), 8, 1_480, 5));
    assertEquals(4 * 48, bucket.sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    FragmentTable table = new FragmentTable(1 << 10);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                int slot = table.slot(Hash.mix(i & 0xfff, 1), i);
                if (table.overlaps(slot, i & 0xfff8, 1_480, 5)) {
                  table.first(slot, i);
                }
              }
            });
    assertEquals(0, allocated);
  }

  @Test
  void shouldTellOtherDataWithinTheSameBoundsFromARepetition() {
    int slot = bucket.slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 1_480, 1));
    assertFalse(bucket.overlaps(slot, 1_480, 800, 2));
    assertFalse(bucket.overlaps(slot, 1_480, 800, 2));
    assertTrue(bucket.overlaps(slot, 1_480, 800, 3));
    assertTrue(bucket.overlaps(slot, 0, 1_480, 2));
  }

  @Test
  void shouldTakeOtherDataLaterForTheIdentificationInUseAgain() {
    assertFalse(bucket.overlaps(bucket.slot(7, 0), 0, 1_480, 1));
    assertFalse(bucket.overlaps(bucket.slot(7, SECOND_NS), 0, 1_480, 2));
    assertTrue(bucket.overlaps(bucket.slot(7, SECOND_NS), 1_472, 8, 2));
  }
}
