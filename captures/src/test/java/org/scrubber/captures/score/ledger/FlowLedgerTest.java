package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class FlowLedgerTest {
  private final Times times = new Times(10, 20, 40, 60);

  @Test
  void shouldCountDeathsOfWhatRanWhenTheAttackBegan() {
    FlowLedger ledger = new FlowLedger(times, false);
    ledger.began(5, 1);
    ledger.began(5, 2);
    ledger.began(5, 3);
    ledger.began(5, 4);
    ledger.died(15, 4, "reset");
    ledger.began(25, 5);
    ledger.died(30, 1, "gave up");
    ledger.died(31, 1, "gave up again");
    ledger.ended(32, 2);
    ledger.died(33, 5, "reset");
    assertEquals(3, ledger.established());
    assertEquals(1, ledger.died());
    assertEquals("gave up", ledger.deaths().top(1).getFirst().text());
  }

  @Test
  void shouldCountAllDeathsWhereNobodyAttacks() {
    FlowLedger ledger = new FlowLedger(times, true);
    ledger.began(5, 1);
    ledger.began(25, 2);
    ledger.died(30, 2, "reset");
    assertEquals(2, ledger.established());
    assertEquals(1, ledger.died());
  }
}
