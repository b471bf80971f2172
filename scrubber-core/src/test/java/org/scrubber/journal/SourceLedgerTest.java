package org.scrubber.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.classify.Knowledge;

final class SourceLedgerTest {
  private static final long T0 = 1_620_126_000_000_000_000L;
  private static final long HASH = 0x1234_5678_9abc_def0L;

  private final SourceLedger ledger = new SourceLedger(64);

  private int place(long low) {
    for (int place = 0; place < ledger.places(); place++) {
      if (ledger.low(place) == low && ledger.least(place) > 0) {
        return place;
      }
    }
    throw new AssertionError("no place of " + low);
  }

  @Test
  void shouldSayWhenEachSourceWasFirstAndLastSeen() {
    ledger.count(1, 7, HASH, 1, T0 + 5, 0);
    ledger.count(1, 7, HASH, 2, T0 + 4_000, 0);
    ledger.count(1, 8, HASH, 1, T0 + 77, 0);
    int place = place(7);
    assertEquals(3, ledger.least(place));
    assertEquals(T0 + 5, ledger.firstNs(place));
    assertEquals(T0 + 4_000, ledger.lastNs(place));
    assertEquals(T0 + 77, ledger.firstNs(place(8)));
    assertEquals(T0 + 77, ledger.lastNs(place(8)));
  }

  @Test
  void shouldRememberThatASourceWasKnown() {
    ledger.count(1, 7, HASH, 1, T0, 0);
    assertEquals(0, ledger.known(place(7)));
    ledger.count(1, 7, HASH, 1, T0 + 1, Knowledge.PROVEN_SOURCE);
    ledger.count(1, 7, HASH, 1, T0 + 2, Knowledge.PEER);
    assertEquals(SourceLedger.PROVEN + SourceLedger.ACQUAINTED, ledger.known(place(7)));
    ledger.count(1, 7, HASH, 1, T0 + 40, 0);
    assertEquals(SourceLedger.PROVEN + SourceLedger.ACQUAINTED, ledger.known(place(7)));
    assertEquals(T0 + 40, ledger.lastNs(place(7)));
  }

  @Test
  void shouldKeepWhoSendsMostAndClaimNoMoreThanWasCounted() {
    for (int k = 0; k < 1_000; k++) {
      ledger.count(1, 7, HASH, 1, T0 + 10L * k, 0);
      ledger.count(1, 1_000 + k, HASH, 1, T0 + 10L * k + 5, Knowledge.PROVEN_SOURCE);
    }
    int place = place(7);
    assertEquals(1_000, ledger.least(place));
    assertEquals(T0, ledger.firstNs(place));
    assertEquals(0, ledger.known(place));
    for (int at = 0; at < ledger.places(); at++) {
      assertTrue(ledger.low(at) == 7 || ledger.least(at) <= 1, "place " + at);
    }
  }

  @Test
  void shouldFindFirstAndLastAlsoWhenPacketsAreOutOfOrder() {
    ledger.count(1, 7, HASH, 1, T0 + 100, 0);
    ledger.count(1, 7, HASH, 1, T0 + 40, 0);
    assertEquals(T0 + 40, ledger.firstNs(place(7)));
    assertEquals(T0 + 100, ledger.lastNs(place(7)));
  }
}
