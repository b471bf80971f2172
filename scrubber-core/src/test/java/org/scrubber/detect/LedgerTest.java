package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long EPOCH_NS = 1_620_126_000L * SECOND_NS;

  private final Ledger ledger = new Ledger();

  @Test
  void shouldKeepCountsTimesAndPeaks() {
    ledger.clear();
    for (int n = 0; n < 30; n++) {
      ledger.book(n % 3 == 0, 100, EPOCH_NS + n * SECOND_NS / 20, 500 + n, n * 0x9e3779b97f4a7c15L);
    }
    assertEquals(20, ledger.droppedPackets);
    assertEquals(2_000, ledger.droppedBytes);
    assertEquals(10, ledger.challengedPackets);
    assertEquals(30, ledger.packets());
    assertEquals(3_000, ledger.bytes());
    assertEquals(500, ledger.firstFrame);
    assertEquals(EPOCH_NS, ledger.firstTimeNs);
    assertEquals(EPOCH_NS + 29 * SECOND_NS / 20, ledger.lastTimeNs);
    assertEquals(20, ledger.peakPps);
    assertEquals(20 * 100 * 8, ledger.peakBps);
    assertEquals(30, ledger.sources.estimate(), 1);
  }

  @Test
  void shouldAbsorbAnotherAndLeaveItEmpty() {
    Ledger earlier = new Ledger();
    earlier.clear();
    ledger.clear();
    earlier.book(false, 60, EPOCH_NS, 10, 1L << 40);
    ledger.book(false, 60, EPOCH_NS + SECOND_NS, 90, 1L << 50);
    earlier.challengesSent = 5;
    earlier.challengesAnswered = 4;
    earlier.synsReleased = 3;
    ledger.synsReleased = 1;
    ledger.absorb(earlier);
    assertEquals(5, ledger.challengesSent);
    assertEquals(4, ledger.challengesAnswered);
    assertEquals(4, ledger.synsReleased);
    assertEquals(0, earlier.challengesSent + earlier.challengesAnswered + earlier.synsReleased);
    assertEquals(2, ledger.droppedPackets);
    assertEquals(10, ledger.firstFrame);
    assertEquals(EPOCH_NS, ledger.firstTimeNs);
    assertEquals(EPOCH_NS + SECOND_NS, ledger.lastTimeNs);
    assertEquals(0, earlier.packets());
    ledger.absorb(earlier);
    assertEquals(2, ledger.packets());
    assertEquals(10, ledger.firstFrame);
  }
}
