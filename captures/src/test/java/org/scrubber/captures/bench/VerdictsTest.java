package org.scrubber.captures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A benchmark that runs other code than it says measures nothing: what becomes of its packets. */
class VerdictsTest {
  @ParameterizedTest
  @EnumSource
  void shouldMeetEachTrafficAsItIsToBeMet(Kind kind) {
    Outcome outcome = check(Setting.quick(kind));
    assertTrue(outcome.isRight(kind), kind + ": " + outcome);
  }

  @Test
  void shouldDropTheUdpFloodThatIsMeasuredInSlotsAndSmallBatches() {
    Setting setting = Setting.quick(Kind.UDP_FLOOD).withLayout(FrameLayout.SLOTS).withBatch(32);
    Outcome outcome = check(setting);
    assertTrue(outcome.attackDropped() > 0.99, outcome.toString());
  }

  @Test
  void shouldLoseNobodyOfAHundredThousandFlows() {
    Outcome outcome = check(Setting.quick(Kind.BENIGN).withFlows(100_000));
    assertEquals(0, outcome.benignLost(), outcome.toString());
    assertEquals(0, outcome.mitigations(), outcome.toString());
  }

  private static Outcome check(Setting setting) {
    try (Lane lane = new Lane(setting, 0)) {
      lane.warmUp();
      return lane.check();
    }
  }
}
