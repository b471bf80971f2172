package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LossLedgerTest {
  private final LossLedger ledger = new LossLedger(3);

  @Test
  void shouldCountByPhaseAndTenant() {
    ledger.offer(Phase.DURING, 1);
    ledger.offer(Phase.DURING, 1);
    ledger.offer(Phase.AFTER, 2);
    ledger.lose(Phase.DURING, 1, 50, "WEB_TCP × some-reason");
    assertEquals(2, ledger.offered(Phase.DURING));
    assertEquals(1, ledger.lost(Phase.DURING, 1));
    assertEquals(0, ledger.lost(Phase.AFTER));
    assertEquals(0, ledger.lost(Phase.DURING, 2));
  }

  @Test
  void shouldLoseWhatWasChallengedAndNeverSentOn() {
    ledger.challenge(5, Phase.DURING, 0, 10, "WEB_TCP × challenge");
    ledger.challenge(6, Phase.DURING, 0, 20, "WEB_TCP × challenge");
    ledger.challenge(6, Phase.DURING, 0, 25, "WEB_TCP × challenge");
    ledger.release(6);
    assertEquals(0, ledger.lost(Phase.DURING));
    ledger.close();
    assertEquals(1, ledger.lost(Phase.DURING));
    assertEquals(1, ledger.causes().top(5).getFirst().count());
  }

  @Test
  void shouldLoseAChallengedPacketOfNoFlowAtOnce() {
    ledger.challenge(0, Phase.AFTER, 0, 10, "NTP × challenge");
    assertEquals(1, ledger.lost(Phase.AFTER));
  }

  @Test
  void shouldSayWhatWasLostLate() {
    for (int k = 0; k < 100; k++) {
      ledger.lose(Phase.AFTER, 0, k, "VPN × over-share");
    }
    ledger.lose(Phase.WARM_UP, 0, 1_000, "VPN × over-share");
    assertEquals(29, ledger.lostAfter(70));
  }
}
