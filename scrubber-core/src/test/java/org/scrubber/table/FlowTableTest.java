package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long TICK_NS = FlowTable.TICK_NS;

  /** Where the 32 bits of ticks begin again. */
  private static final long WRAP_NS = 1L << 56;

  /** One bucket: every flow competes with every other. */
  private final FlowTable bucket = new FlowTable(4);

  private int begin(long hash, long nowNs) {
    int slot = bucket.insert(hash, 0, nowNs);
    bucket.record(slot, false, nowNs);
    return slot;
  }

  private int beginTwoWay(long hash, long nowNs) {
    int slot = begin(hash, nowNs);
    bucket.record(slot, true, nowNs);
    return slot;
  }

  @Test
  void shouldFindWhatWasEntered() {
    assertEquals(-1, bucket.find(7, 0));
    int slot = bucket.insert(7, FlowTable.BEGUN_BY_HIGH | FlowTable.BEGUN_BY_SYN, 0);
    assertEquals(slot, bucket.find(7, 0));
    assertEquals(-1, bucket.find(8, 0));
    assertTrue(bucket.holds(slot, 7));
    assertFalse(bucket.holds(slot, 8));
    assertFalse(bucket.holds(-1, 7));
    assertEquals(FlowTable.BEGUN_BY_HIGH | FlowTable.BEGUN_BY_SYN, bucket.flags(slot));
    assertEquals(0, bucket.packets(slot, true));
    assertEquals(0, bucket.packets(slot, false));
  }

  @Test
  void shouldRememberBothDirectionsInOneEntry() {
    int slot = bucket.insert(7, 0, 0);
    bucket.record(slot, false, 0);
    assertEquals(FlowTable.FROM_LOW, bucket.flags(slot));
    bucket.record(slot, true, 0);
    bucket.record(slot, true, 0);
    assertEquals(FlowTable.FROM_LOW | FlowTable.FROM_HIGH, bucket.flags(slot));
    assertEquals(1, bucket.packets(slot, false));
    assertEquals(2, bucket.packets(slot, true));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSaturateCountsWithoutTouchingAnythingElse(boolean fromHigh) {
    int slot = bucket.insert(7, FlowTable.BEGUN_BY_SYN, 0);
    bucket.record(slot, !fromHigh, 0);
    for (int i = 0; i < 1_000; i++) {
      bucket.record(slot, fromHigh, i * TICK_NS);
    }
    assertEquals(255, bucket.packets(slot, fromHigh));
    assertEquals(1, bucket.packets(slot, !fromHigh));
    assertEquals(999 * TICK_NS, bucket.lastSeenNs(slot));
    assertEquals(
        FlowTable.BEGUN_BY_SYN | FlowTable.FROM_LOW | FlowTable.FROM_HIGH, bucket.flags(slot));
  }

  @Test
  void shouldKeepNotesApart() {
    int slot = bucket.insert(7, 0, 0);
    bucket.initiatorNote(slot, -1);
    bucket.responderNote(slot, 0x8000_0001);
    assertEquals(-1, bucket.initiatorNote(slot));
    assertEquals(0x8000_0001, bucket.responderNote(slot));
    bucket.initiatorNote(slot, 5);
    assertEquals(5, bucket.initiatorNote(slot));
    assertEquals(0x8000_0001, bucket.responderNote(slot));
    bucket.responderNote(slot, -2);
    assertEquals(5, bucket.initiatorNote(slot));
  }

  @Test
  void shouldSetAndClearFlagsOnly() {
    int slot = beginTwoWay(7, 40 * TICK_NS);
    bucket.flags(slot, FlowTable.BEGUN_BY_SYN | FlowTable.SYN_ACKED, 0);
    bucket.flags(slot, FlowTable.ESTABLISHED, FlowTable.BEGUN_BY_SYN);
    assertEquals(
        FlowTable.FROM_LOW | FlowTable.FROM_HIGH | FlowTable.SYN_ACKED | FlowTable.ESTABLISHED,
        bucket.flags(slot));
    assertEquals(1, bucket.packets(slot, true));
    assertEquals(40 * TICK_NS, bucket.lastSeenNs(slot));
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "3, 120", "32, 7440", "35, 7440", "1059, 300", "3107, 30", "1057, 120"})
  void shouldForgetIdleFlowAtTheEndOfItsLifetime(int flags, long lifetimeSeconds) {
    long begin = 5 * SECOND_NS;
    int slot = bucket.insert(7, 0, begin);
    bucket.flags(slot, flags, 0);
    assertEquals(slot, bucket.find(7, begin + lifetimeSeconds * SECOND_NS - TICK_NS));
    assertEquals(-1, bucket.find(7, begin + lifetimeSeconds * SECOND_NS + 2 * TICK_NS));
  }

  @Test
  void shouldLiveOnWhenSeenAgain() {
    int slot = begin(7, 0);
    bucket.record(slot, false, 29 * SECOND_NS);
    assertEquals(slot, bucket.find(7, 58 * SECOND_NS));
    assertEquals(0, bucket.firstSeenNs(slot));
  }

  @Test
  void shouldGiveUpTheOldestOneWayFlow() {
    for (long hash = 1; hash <= 4; hash++) {
      begin(hash, hash * SECOND_NS);
    }
    bucket.record(bucket.find(1, 5 * SECOND_NS), false, 5 * SECOND_NS);
    begin(5, 5 * SECOND_NS);
    assertEquals(-1, bucket.find(2, 5 * SECOND_NS));
    for (long hash : new long[] {1, 3, 4, 5}) {
      assertNotEquals(-1, bucket.find(hash, 5 * SECOND_NS), "flow " + hash);
    }
    assertEquals(0, bucket.refused);
  }

  @Test
  void shouldNeverDisplaceTwoWayFlowByOneWayFlows() {
    for (long hash = 1; hash <= 3; hash++) {
      beginTwoWay(hash, 0);
    }
    for (long hash = 100; hash < 200; hash++) {
      begin(hash, SECOND_NS);
    }
    for (long hash = 1; hash <= 3; hash++) {
      assertNotEquals(-1, bucket.find(hash, SECOND_NS));
    }
    assertEquals(0, bucket.refused);
  }

  @Test
  void shouldRefuseAndCountWhenTheBucketIsFullOfTwoWayFlows() {
    for (long hash = 1; hash <= 4; hash++) {
      beginTwoWay(hash, 0);
    }
    assertEquals(-1, bucket.insert(5, 0, SECOND_NS));
    assertEquals(-1, bucket.insert(6, 0, SECOND_NS));
    assertEquals(2, bucket.refused);
    assertNotEquals(-1, bucket.insert(5, 0, 301 * SECOND_NS)); // All four are idle by now.
    assertEquals(2, bucket.refused);
  }

  @Test
  void shouldKeepConversationLongerThanQuestionAndAnswer() {
    int slot = beginTwoWay(7, 0);
    beginTwoWay(8, 0);
    bucket.record(slot, false, 0);
    bucket.record(slot, true, 0);
    assertEquals(slot, bucket.find(7, 299 * SECOND_NS));
    assertEquals(-1, bucket.find(8, 299 * SECOND_NS));
  }

  @Test
  void shouldGiveUpConnectionThatBothSidesHaveEnded() {
    for (long hash = 1; hash <= 4; hash++) {
      bucket.flags(beginTwoWay(hash, 0), FlowTable.ESTABLISHED, 0);
    }
    bucket.flags(bucket.find(2, 0), FlowTable.ENDED_BY_LOW, 0);
    assertEquals(-1, bucket.insert(5, 0, SECOND_NS));
    bucket.flags(bucket.find(3, 0), FlowTable.ENDED, 0);
    assertNotEquals(-1, bucket.insert(5, 0, SECOND_NS));
    assertEquals(-1, bucket.find(3, SECOND_NS));
    assertNotEquals(-1, bucket.find(2, SECOND_NS));
  }

  @Test
  void shouldNotDisplaceConnectionOfOneDirectionThatIsInUse() {
    for (long hash = 1; hash <= 4; hash++) {
      bucket.flags(begin(hash, 0), FlowTable.ESTABLISHED, 0);
    }
    assertEquals(-1, bucket.insert(5, 0, 50 * SECOND_NS));
    bucket.record(bucket.find(2, 0), false, 50 * SECOND_NS);
    bucket.record(bucket.find(3, 0), false, 40 * SECOND_NS);
    assertNotEquals(-1, bucket.insert(5, 0, 70 * SECOND_NS)); // Flows 1 and 4 rest.
    assertNotEquals(-1, bucket.find(2, 70 * SECOND_NS));
    assertNotEquals(-1, bucket.find(3, 70 * SECOND_NS));
    assertEquals(1, bucket.evicted);
  }

  @Test
  void shouldGiveUpWhatLastsBeforeConnectionOfOneDirectionThatRests() {
    for (long hash = 1; hash <= 3; hash++) {
      bucket.flags(begin(hash, 0), FlowTable.ESTABLISHED, 0);
    }
    int lasting = begin(4, 60 * SECOND_NS);
    for (int k = 0; k < 9; k++) {
      bucket.record(lasting, false, 70 * SECOND_NS);
    }
    assertEquals(lasting, bucket.insert(5, 0, 71 * SECOND_NS));
    assertEquals(0, bucket.evicted);
  }

  @Test
  void shouldGiveUpConnectionThatTheOnlySideInSightHasEnded() {
    for (long hash = 1; hash <= 4; hash++) {
      bucket.flags(begin(hash, 0), FlowTable.ESTABLISHED, 0);
    }
    int ended = bucket.find(3, 0);
    bucket.flags(ended, FlowTable.ENDED_BY_LOW, 0);
    assertEquals(ended, bucket.insert(5, 0, SECOND_NS));
    assertEquals(0, bucket.evicted);
  }

  @Test
  void shouldRememberNineOfTenPlacesFullOfTwoWayFlows() {
    Random random = new Random(0x5eed_f10bL);
    FlowTable table = new FlowTable(1 << 14);
    long[] hashes = random.longs((1 << 14) * 9 / 10).toArray();
    int kept = 0;
    for (long hash : hashes) {
      int slot = table.insert(hash, 0, SECOND_NS);
      if (slot >= 0) {
        table.record(slot, false, SECOND_NS);
        table.record(slot, true, SECOND_NS);
      }
    }
    for (long hash : hashes) {
      kept += table.find(hash, SECOND_NS) >= 0 ? 1 : 0;
    }
    assertEquals(hashes.length - table.refused, kept);
    assertTrue(table.refused < hashes.length / 100, table.refused + " refused");
    assertEquals(0, table.evicted);
  }

  @Test
  void shouldFindFlowsInTheirSecondBucketWhateverComesAndGoes() {
    Random random = new Random(0x5eed_f10cL);
    FlowTable table = new FlowTable(1 << 8);
    Map<Long, Long> lastSeen = new HashMap<>();
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(200) * 1_000_000L;
      long hash = 1 + random.nextInt(400) * 0x9e37_79b9_7f4a_7c15L;
      int slot = table.find(hash, now);
      Long seen = lastSeen.get(hash);
      if (seen != null && now - seen < 119 * SECOND_NS) {
        assertNotEquals(-1, slot, "a two-way flow is there for two minutes");
      }
      slot = slot < 0 ? table.insert(hash, 0, now) : slot;
      if (slot >= 0) {
        assertTrue(table.holds(slot, hash));
        table.record(slot, true, now);
        table.record(slot, false, now);
        lastSeen.put(hash, now);
      }
    }
    assertTrue(table.refused > 0, "it was full at times");
    assertEquals(0, table.evicted);
  }

  @Test
  void shouldPreferFreePlaceToDisplacingLivingFlow() {
    begin(1, 0);
    begin(2, 20 * SECOND_NS);
    begin(3, 20 * SECOND_NS);
    begin(4, 20 * SECOND_NS);
    begin(5, 31 * SECOND_NS); // Flow 1 is over.
    for (long hash = 2; hash <= 5; hash++) {
      assertNotEquals(-1, bucket.find(hash, 31 * SECOND_NS), "flow " + hash);
    }
  }

  @Test
  void shouldEnterKnownFlowAgainWhereItWas() {
    begin(1, 0);
    int slot = begin(2, 20 * SECOND_NS);
    bucket.initiatorNote(slot, 9);
    long now = 40 * SECOND_NS; // The place before it has become free.
    assertEquals(slot, bucket.insert(2, FlowTable.BEGUN_BY_SYN, now));
    assertEquals(FlowTable.BEGUN_BY_SYN, bucket.flags(slot));
    assertEquals(0, bucket.initiatorNote(slot));
    assertEquals(now >>> 24 << 24, bucket.firstSeenNs(slot));
    assertEquals(slot, bucket.find(2, now));
  }

  @Test
  void shouldTellAgeAcrossTheWrapOfItsTicks() {
    long begin = WRAP_NS - 10 * TICK_NS;
    int slot = begin(7, begin);
    long now = WRAP_NS + 10 * TICK_NS + 5;
    assertEquals(slot, bucket.find(7, now));
    assertEquals(20 * TICK_NS + 5, bucket.ageNs(slot, now));
    bucket.record(slot, true, WRAP_NS + 4 * TICK_NS);
    assertEquals(6 * TICK_NS + 5, bucket.idleNs(slot, now));
    assertEquals(20 * TICK_NS + 5, bucket.ageNs(slot, now));
  }

  @Test
  void shouldNotTakeFlowOfLongAgoForOneOfTheFuture() {
    for (long hash = 1; hash <= 4; hash++) {
      begin(hash, 0);
    }
    long now = WRAP_NS / 2 + SECOND_NS; // Half of the ticks on: the difference has a sign.
    assertEquals(-1, bucket.find(1, now));
    assertNotEquals(-1, bucket.insert(9, 0, now));
    assertEquals(0, bucket.refused);
  }

  @Test
  void shouldAgreeWithMapWhileBucketsHaveRoom() {
    Random random = new Random(0x5eed_f10aL);
    FlowTable table = new FlowTable(1 << 12);
    Map<Long, Integer> packets = new HashMap<>();
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(1_000_000);
      long flow = random.nextInt(512);
      long hash = flow | (flow + 1) << 32; // At most one in a bucket.
      int slot = table.find(hash, now);
      assertEquals(packets.containsKey(hash), slot >= 0, "packet " + i);
      slot = slot < 0 ? table.insert(hash, 0, now) : slot;
      table.record(slot, true, now);
      packets.merge(hash, 1, Integer::sum);
      assertEquals(Math.min(255, packets.get(hash)), table.packets(slot, true), "packet " + i);
    }
  }

  @Test
  void shouldStateItsMemory() {
    assertEquals(4 * 32, bucket.sizeBytes());
    assertEquals(32L << 12, new FlowTable(1 << 12).sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    FlowTable table = new FlowTable(1 << 10);
    assertEquals(0, AllocatedBytes.of(() -> assertTrue(work(table) != 0)));
  }

  private static long work(FlowTable table) {
    long sum = 0;
    for (int i = 1; i < 100_000; i++) {
      long hash = Hash.mix(i & 0xfff, 1);
      sum += table.touch(hash);
      int slot = table.find(hash, i);
      slot = slot < 0 ? table.insert(hash, 0, i) : slot;
      if (slot >= 0) {
        table.record(slot, (i & 1) == 0, i);
        table.initiatorNote(slot, i);
        sum += table.ageNs(slot, i) + table.packets(slot, true) + table.flags(slot);
      }
    }
    return sum;
  }
}
