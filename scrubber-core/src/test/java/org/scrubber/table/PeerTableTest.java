package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerTableTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long INTERVAL_NS = PeerTable.INTERVAL_NS;
  private static final long HOUR_NS = 3_600 * SECOND_NS;

  private final PeerTable line = new PeerTable(4);

  /** Returns a hash of the one line, with a tag of its own. */
  private static long hash(int n) {
    return (long) n << 32;
  }

  private void seeRegularly(int n, int timeToLive, long untilNs) {
    for (int k = PeerTable.REGULAR_INTERVALS; k >= 0; k--) {
      line.see(hash(n), timeToLive, untilNs - k * INTERVAL_NS);
    }
  }

  private boolean isRegular(int n, int timeToLive, long nowNs) {
    int place = line.find(hash(n), nowNs);
    return place >= 0 && line.isRegular(place, timeToLive);
  }

  private boolean isDealtWith(int n, long nowNs) {
    int place = line.find(hash(n), nowNs);
    return place >= 0 && line.isDealtWith(place);
  }

  @Test
  void shouldRememberDealingsForADay() {
    line.deal(hash(1), 60, 0);
    assertTrue(isDealtWith(1, 23 * HOUR_NS));
    assertFalse(isDealtWith(1, 25 * HOUR_NS));
    assertFalse(isRegular(1, 60, HOUR_NS));
  }

  @Test
  void shouldTakeNobodyForARegularForManyPacketsInAShortTime() {
    for (int n = 0; n < 1_000; n++) {
      line.see(hash(1), 60, INTERVAL_NS + n);
    }
    assertFalse(isRegular(1, 60, 2 * INTERVAL_NS));
  }

  @Test
  void shouldKnowARegularByItsHopCount() {
    seeRegularly(1, 57, 10 * INTERVAL_NS);
    assertTrue(isRegular(1, 57, 10 * INTERVAL_NS));
    assertTrue(isRegular(1, 56, 10 * INTERVAL_NS));
    assertFalse(isRegular(1, 48, 10 * INTERVAL_NS));
    assertFalse(isRegular(1, 57, 10 * INTERVAL_NS + 2 * HOUR_NS));
  }

  @Test
  void shouldNotForgetARegularForSomebodyWhoUsesItsAddress() {
    seeRegularly(1, 57, 10 * INTERVAL_NS);
    for (int n = 0; n < 100; n++) {
      line.see(hash(1), 99, 10 * INTERVAL_NS + n);
    }
    assertTrue(isRegular(1, 57, 10 * INTERVAL_NS + 100));
  }

  @Test
  void shouldBeginAnewWhenANewcomersHopCountChanges() {
    line.see(hash(1), 57, 0);
    line.see(hash(1), 57, INTERVAL_NS);
    line.see(hash(1), 99, 2 * INTERVAL_NS);
    line.see(hash(1), 57, 3 * INTERVAL_NS);
    line.see(hash(1), 57, 4 * INTERVAL_NS);
    assertFalse(isRegular(1, 57, 4 * INTERVAL_NS));
  }

  @Test
  void shouldNotLetSpoofedSourcesPushOutAnybody() {
    line.deal(hash(1), 60, INTERVAL_NS);
    seeRegularly(2, 57, 10 * INTERVAL_NS);
    for (int n = 3; n < 10_000; n++) {
      line.see(hash(n), 57, 10 * INTERVAL_NS + n);
    }
    long now = 10 * INTERVAL_NS + 10_000;
    assertTrue(isDealtWith(1, now));
    assertTrue(isRegular(2, 57, now));
    assertNotEquals(PeerTable.UNKNOWN, line.find(hash(9_999), now));
  }

  @Test
  void shouldKeepOutNewcomersWhileAllAreRegularsAndLetPeersIn() {
    for (int k = PeerTable.REGULAR_INTERVALS; k >= 0; k--) {
      for (int n = 1; n <= 4; n++) {
        line.see(hash(n), 57, (10 - k) * INTERVAL_NS);
      }
    }
    line.see(hash(5), 57, 10 * INTERVAL_NS + 1);
    assertEquals(PeerTable.UNKNOWN, line.find(hash(5), 10 * INTERVAL_NS + 1));
    line.deal(hash(6), 57, 10 * INTERVAL_NS + 1);
    assertTrue(isDealtWith(6, 10 * INTERVAL_NS + 1));
    line.see(hash(7), 57, 10 * INTERVAL_NS + 301 * SECOND_NS);
    assertNotEquals(PeerTable.UNKNOWN, line.find(hash(7), 10 * INTERVAL_NS + 301 * SECOND_NS));
    assertEquals(64, line.sizeBytes());
  }

  @Test
  void shouldForgetTheOldestPeerForANewOneWhenAllArePeers() {
    for (int n = 1; n <= 5; n++) {
      line.deal(hash(n), 60, n * SECOND_NS);
    }
    assertFalse(isDealtWith(1, 6 * SECOND_NS));
    assertTrue(isDealtWith(2, 6 * SECOND_NS));
    assertTrue(isDealtWith(5, 6 * SECOND_NS));
  }
}
