package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final int BUCKETS = 4;

  private final ProxyTable table = ProxyTable.inMemory(4 * BUCKETS);

  private static long add(ProxyTable table, long hash, int flags, long nowNs) {
    long slot = table.enter(hash, nowNs);
    if (slot != 0) {
      table.publish(slot, hash, flags, nowNs);
    }
    return slot;
  }

  @Test
  void shouldKeepWhatIsWrittenOfEachEntry() {
    for (int n = 1; n <= 4 * BUCKETS; n++) {
      long slot = add(table, n, ProxyTable.OPEN | ProxyTable.CLIENT_HIGH, 0);
      for (int field = 0; field <= ProxyTable.TIMER; field++) {
        table.set(slot, field, n * 100 + field);
      }
    }
    assertEquals(4 * BUCKETS, table.used());
    for (int n = 1; n <= 4 * BUCKETS; n++) {
      long slot = table.find(n, 0);
      assertEquals(ProxyTable.OPEN | ProxyTable.CLIENT_HIGH, table.flags(slot));
      for (int field = 0; field <= ProxyTable.TIMER; field++) {
        assertEquals(n * 100 + field, table.get(slot, field));
      }
      table.seen(slot, ProxyTable.CLIENT_ENDED, ProxyTable.OPEN, 5);
      assertEquals(ProxyTable.CLIENT_ENDED | ProxyTable.CLIENT_HIGH, table.flags(slot));
    }
  }

  @Test
  void shouldRefuseNewcomersRatherThanForgetTheLiving() {
    for (int n = 0; n < 4; n++) {
      assertTrue(table.hasRoom(1 + BUCKETS * n, 0));
      add(table, 1 + BUCKETS * n, n == 0 ? ProxyTable.OPENING : ProxyTable.OPEN, 0);
    }
    long newcomer = 1 + BUCKETS * 4;
    assertFalse(table.hasRoom(newcomer, 0));
    assertEquals(0, add(table, newcomer, ProxyTable.OPENING, 0));
    assertEquals(1, table.refused);
    assertTrue(table.hasRoom(1, 0), "its own place");
    assertTrue(table.hasRoom(2, 0), "another bucket");
    // What was never answered is dead after 16 s.
    assertEquals(0, table.find(1, 20 * SECOND_NS));
    assertNotEquals(0, add(table, newcomer, ProxyTable.OPENING, 20 * SECOND_NS));
    for (int n = 1; n < 4; n++) {
      assertNotEquals(0, table.find(1 + BUCKETS * n, 20 * SECOND_NS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 14, 18", // OPENING
    "2, 7438, 7450", // OPEN
    "10, 7438, 7450", // its client has ended
    "26, 238, 245", // both have
    "34, 238, 245" // reset
  })
  void shouldLiveAsLongAsItsState(int flags, long aliveS, long deadS) {
    add(table, 9, flags, SECOND_NS);
    assertNotEquals(0, table.find(9, SECOND_NS * (1 + aliveS)));
    assertEquals(0, table.find(9, SECOND_NS * (1 + deadS)));
  }

  @Test
  void shouldGiveWayOnceItHasEndedAndAMomentHasPassed() {
    for (int n = 0; n < 4; n++) {
      add(table, 1 + BUCKETS * n, ProxyTable.OPEN | (n == 2 ? ProxyTable.RESET : 0), 0);
    }
    assertFalse(table.hasRoom(77 * BUCKETS + 1, 5 * SECOND_NS));
    assertTrue(table.hasRoom(77 * BUCKETS + 1, 13 * SECOND_NS));
    assertNotEquals(0, table.find(1 + BUCKETS * 2, 13 * SECOND_NS));
  }

  @Test
  void shouldSweepTheDeadWithoutBeingAsked() {
    for (int n = 1; n <= 4 * BUCKETS; n++) {
      add(table, n, ProxyTable.OPENING, 0);
    }
    for (int batch = 0; batch < BUCKETS; batch++) {
      table.tick(SECOND_NS);
    }
    assertEquals(4 * BUCKETS, table.used());
    for (int batch = 0; batch < BUCKETS; batch++) {
      table.tick(60 * SECOND_NS);
    }
    assertEquals(0, table.used());
  }

  @Test
  void shouldGoOnInMemoryThatHoldsATableAlready() {
    MemorySegment memory = Arena.ofAuto().allocate(ProxyTable.bytes(16), 64);
    ProxyTable first = new ProxyTable(memory, memory.address(), 16);
    long slot = add(first, 5, ProxyTable.OPEN, 3 * SECOND_NS);
    first.set(slot, ProxyTable.DELTA, -7);
    first.tick(1_000 * SECOND_NS);
    ProxyTable second = new ProxyTable(memory, memory.address(), 16);
    assertEquals(1, second.used());
    assertEquals(-7, second.get(second.find(5, 0), ProxyTable.DELTA));
    // A thousand seconds of idleness were counted already.
    assertNotEquals(0, second.find(5, 6_430 * SECOND_NS));
    assertEquals(0, second.find(5, 6_460 * SECOND_NS));
  }

  @Test
  void shouldNotCountAnEntryThatWasNotFinished() {
    MemorySegment memory = Arena.ofAuto().allocate(ProxyTable.bytes(16), 64);
    ProxyTable first = new ProxyTable(memory, memory.address(), 16);
    add(first, 5, ProxyTable.OPEN, 0);
    first.enter(5, 0); // The process dies here.
    ProxyTable second = new ProxyTable(memory, memory.address(), 16);
    assertEquals(0, second.used());
    assertEquals(0, second.find(5, 0));
  }

  @Test
  void shouldAllocateNothing() {
    long bytes =
        AllocatedBytes.of(
            () -> {
              for (int n = 1; n < 10_000; n++) {
                long slot = add(table, n, ProxyTable.OPEN, n);
                if (slot != 0) {
                  table.remove(slot);
                }
                table.tick(n);
              }
            });
    assertEquals(0, bytes);
  }
}
