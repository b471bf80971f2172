package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.scenario.Scenarios;

class AttackTrafficTest {
  @ParameterizedTest
  @ValueSource(strings = {"A-02", "A-12", "A-15"})
  void shouldSendTheSameBytesInEveryRun(String id) {
    Rehearsal first = Rehearsal.of(Scenarios.byId(id), 3);
    Rehearsal again = Rehearsal.of(Scenarios.byId(id), 3);
    Rehearsal otherSeed = Rehearsal.of(Scenarios.byId(id), 2, 3, (batch, i) -> true);
    assertTrue(first.total > 30_000, () -> first.packets().toString());
    String digest = first.sha256();
    assertEquals(digest, again.sha256());
    assertNotEquals(digest, otherSeed.sha256());
  }

  @Test
  void shouldClaimReservedSourcesAsOftenAsTheyExist() {
    Rehearsal flood = Rehearsal.of(Scenarios.byId("A-02"), 5);
    double share = flood.packets("bogon-source") / (double) flood.total;
    assertEquals(200_000, flood.total, 2_000);
    assertEquals(0.138, share, 0.005);
  }
}
