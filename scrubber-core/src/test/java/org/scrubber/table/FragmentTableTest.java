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

  private final FragmentTable bucket = new FragmentTable(8);

  /** Enters a datagram of the first owner's first host. */
  private int slot(long hash, long nowNs) {
    return bucket.slot(hash, 0, 0, nowNs);
  }

  private boolean isKnown(long hash, int owner, long host, long nowNs) {
    return bucket.first(bucket.slot(hash, owner, host, nowNs)) != FragmentTable.UNKNOWN;
  }

  @Test
  void shouldKeepWhatIsPendingOfOneOwnerThroughAFloodOfAnothers() {
    int[] pending = {1, 2, 3, 4};
    for (int hash : pending) {
      bucket.first(bucket.slot(hash, 1, hash, 0), hash);
    }
    for (long hash = 100; hash < 10_000; hash++) {
      bucket.slot(hash, 2, hash % 3, TICK_NS + hash);
    }
    for (int hash : pending) {
      assertTrue(isKnown(hash, 1, hash, 2 * TICK_NS), "datagram " + hash);
    }
  }

  @Test
  void shouldGiveNewcomersOfAnOwnerTheirShareDuringAFloodOfAnothers() {
    for (long hash = 100; hash < 200; hash++) {
      bucket.slot(hash, 2, 0, hash);
    }
    for (int hash = 1; hash <= 4; hash++) {
      bucket.first(bucket.slot(hash, 1, 0, TICK_NS), hash);
      bucket.slot(200 + hash, 2, 0, TICK_NS);
    }
    for (int hash = 1; hash <= 4; hash++) {
      assertTrue(isKnown(hash, 1, 0, 2 * TICK_NS), "datagram " + hash);
    }
  }

  @Test
  void shouldShareBetweenTheHostsOfAnOwner() {
    bucket.first(bucket.slot(1, 0, 7, 0), 5);
    bucket.first(bucket.slot(2, 0, 8, 0), 5);
    for (long hash = 100; hash < 1_000; hash++) {
      bucket.slot(hash, 0, 9, TICK_NS + hash);
    }
    assertTrue(isKnown(1, 0, 7, 2 * TICK_NS));
    assertTrue(isKnown(2, 0, 8, 2 * TICK_NS));
  }

  @Test
  void shouldNotKnowTheFirstFragmentUntilItIsSeen() {
    int slot = slot(7, 0);
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot));
    bucket.first(slot, 0);
    assertEquals(0, bucket.first(slot));
    bucket.first(slot, 1 << 30);
    assertEquals(1 << 30, bucket.first(slot(7, SECOND_NS)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, WRAP_NS - SECOND_NS})
  void shouldForgetDatagramAtTheEndOfItsLifetime(long begin) {
    bucket.first(slot(7, begin), 5);
    assertEquals(5, bucket.first(slot(7, begin + FragmentTable.LIFETIME_NS - TICK_NS)));
    int slot = slot(7, begin + FragmentTable.LIFETIME_NS + SECOND_NS);
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot));
    assertFalse(bucket.overlaps(slot, 8, 64, 5));
  }

  @Test
  void shouldForgetTheOldestDatagramWhenFull() {
    for (long hash = 1; hash <= 8; hash++) {
      bucket.first(slot(hash, hash * SECOND_NS / 4), (int) hash);
    }
    slot(9, 3 * SECOND_NS);
    for (long hash = 2; hash <= 8; hash++) {
      assertEquals(hash, bucket.first(slot(hash, 3 * SECOND_NS)));
    }
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot(1, 3 * SECOND_NS)));
  }

  @Test
  void shouldNotKeepDatagramOfLongAgoForOneOfTheFuture() {
    bucket.first(slot(7, 0), 5);
    long now = WRAP_NS / 2 + SECOND_NS;
    assertEquals(FragmentTable.UNKNOWN, bucket.first(slot(7, now)));
    int slot = slot(8, now);
    for (long hash = 9; hash <= 15; hash++) {
      assertNotEquals(slot, slot(hash, now));
    }
  }

  @Test
  void shouldPassNeighboursInAnyOrderAndRepetitions() {
    int slot = slot(7, 0);
    int[] offsets = {2_960, 0, 1_480, 1_480, 0, 2_960};
    for (int offset : offsets) {
      assertFalse(bucket.overlaps(slot, offset, offset == 2_960 ? 333 : 1_480, 5), "at " + offset);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "0, 16", "8, 8", "8, 1480", "1472, 8", "1472, 1480", "0, 4000"})
  void shouldFindOverlapWithOtherBounds(int offset, int length) {
    int slot = slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertTrue(bucket.overlaps(slot, offset, length, 5));
    assertFalse(bucket.overlaps(slot, 1_480, 1_480, 5));
  }

  @Test
  void shouldFindOverlapAtTheEndOfTheLargestDatagram() {
    int slot = slot(7, 0);
    assertFalse(bucket.overlaps(slot, 65_528, 7, 5));
    assertFalse(bucket.overlaps(slot, 65_520, 8, 5));
    assertTrue(bucket.overlaps(slot, 65_520, 15, 5));
    assertTrue(bucket.overlaps(slot, 65_520, 65_535, 5));
  }

  @Test
  void shouldNotMindEmptyFragments() {
    int slot = slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 0, 5));
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertFalse(bucket.overlaps(slot, 0, 0, 5));
    assertFalse(bucket.overlaps(slot, 0, 1_480, 5));
    assertTrue(bucket.overlaps(slot, 8, 16, 5));
  }

  @Test
  void shouldNotMindOverlapsBeyondTheFragmentsThatItRemembers() {
    int slot = slot(7, 0);
    for (int k = 0; k < 4; k++) {
      assertFalse(bucket.overlaps(slot, k * 800, 800, 5));
    }
    assertFalse(bucket.overlaps(slot, 3_200, 800, 5));
    assertFalse(bucket.overlaps(slot, 3_208, 800, 5)); // The fifth was not remembered.
    assertTrue(bucket.overlaps(slot, 2_408, 800, 5));
  }

  @Test
  void shouldKeepDatagramsApart() {
    assertFalse(bucket.overlaps(slot(7, 0), 0, 1_480, 5));
    assertFalse(bucket.overlaps(slot(8, 0), 8, 1_480, 5));
    assertEquals(8 * 56, bucket.sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    FragmentTable table = new FragmentTable(1 << 10);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                int slot = table.slot(Hash.mix(i & 0xfff, 1), i & 7, i & 31, i);
                if (table.overlaps(slot, i & 0xfff8, 1_480, 5)) {
                  table.first(slot, i);
                }
              }
            });
    assertEquals(0, allocated);
  }

  @Test
  void shouldTellOtherDataWithinTheSameBoundsFromARepetition() {
    int slot = slot(7, 0);
    assertFalse(bucket.overlaps(slot, 0, 1_480, 1));
    assertFalse(bucket.overlaps(slot, 1_480, 800, 2));
    assertFalse(bucket.overlaps(slot, 1_480, 800, 2));
    assertTrue(bucket.overlaps(slot, 1_480, 800, 3));
    assertTrue(bucket.overlaps(slot, 0, 1_480, 2));
  }

  @Test
  void shouldTakeOtherDataLaterForTheIdentificationInUseAgain() {
    assertFalse(bucket.overlaps(slot(7, 0), 0, 1_480, 1));
    assertFalse(bucket.overlaps(slot(7, SECOND_NS), 0, 1_480, 2));
    assertTrue(bucket.overlaps(slot(7, SECOND_NS), 1_472, 8, 2));
  }
}
