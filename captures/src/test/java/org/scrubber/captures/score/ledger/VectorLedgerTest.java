package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class VectorLedgerTest {
  private static final long BIN = VectorLedger.BIN_NS;

  private final VectorLedger ledger = new VectorLedger();

  private void send(int bin, int packets, int passed) {
    send(bin, packets, passed, "syn-flood");
  }

  private void send(int bin, int packets, int passed, String traffic) {
    for (int k = 0; k < packets; k++) {
      ledger.count(7_000_000_123L + bin * BIN + k, k < passed, traffic);
    }
  }

  @Test
  void shouldTellTurnsApart() {
    send(0, 10, 10);
    send(1, 10, 0);
    send(5, 10, 0);
    send(5, 10, 9, "ack-flood");
    send(6, 10, 0, "ack-flood");
    send(7, 10, 0);
    assertArrayEquals(new int[] {0, 5, 7}, ledger.turnBins());
  }

  @Test
  void shouldCountFromABinOn() {
    assertTrue(ledger.isEmpty());
    send(0, 100, 100);
    send(9, 100, 7);
    send(10, 100, 3);
    send(3_000, 50, 1);
    assertEquals(150, ledger.offeredFrom(10));
    assertEquals(4, ledger.passedFrom(10));
    assertEquals(7_000_000_123L, ledger.firstNs());
  }

  @Test
  void shouldSayWhenItSettled() {
    assertEquals(0, ledger.settledAfterNs(0.01));
    send(0, 100, 100);
    send(1, 100, 50);
    send(2, 100, 1);
    assertEquals(2 * BIN, ledger.settledAfterNs(0.01));
    send(40, 100, 2);
    assertEquals(41 * BIN, ledger.settledAfterNs(0.01));
  }

  @Test
  void shouldAllowASmallBinNothing() {
    send(0, 99, 1);
    assertEquals(BIN, ledger.settledAfterNs(0.01));
  }

  @Test
  void shouldTellPulsesApart() {
    send(0, 10, 10);
    send(1, 10, 0);
    send(4, 10, 0);
    send(8, 10, 10);
    send(9, 10, 0);
    assertArrayEquals(new int[] {0, 8}, ledger.pulseBins());
    assertEquals(BIN, ledger.settledAfterNs(0.01, 0, 8));
    assertEquals(BIN, ledger.settledAfterNs(0.01, 8, Integer.MAX_VALUE));
    assertEquals(0, ledger.settledAfterNs(0.01, 9, Integer.MAX_VALUE));
  }
}
