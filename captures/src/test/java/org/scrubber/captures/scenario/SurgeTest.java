package org.scrubber.captures.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SurgeTest {
  private final Surge crowd = new Surge("T02", List.of("WEB_TCP"), 60, 50, 10, 180, 120);

  @Test
  void shouldRiseHoldAndDecay() {
    assertEquals(1, crowd.factorAt(59.9));
    assertEquals(25.5, crowd.factorAt(65), 1e-9);
    assertEquals(50, crowd.factorAt(70), 1e-9);
    assertEquals(50, crowd.factorAt(250), 1e-9);
    assertEquals(1 + 49 * StrictMath.exp(-1.5), crowd.factorAt(310), 1e-9);
    assertEquals(1, crowd.factorAt(371));
  }

  @Test
  void shouldEndAtOnceWithoutDecay() {
    Surge burst = new Surge("*", List.of("NTP"), 30, 100, 0, 30, 0);
    assertEquals(100, burst.factorAt(30));
    assertEquals(100, burst.factorAt(60));
    assertEquals(1, burst.factorAt(60.001));
  }

  @Test
  void shouldConcernItsTenantAndClassesAlone() {
    assertTrue(crowd.concerns("T02", "WEB_TCP"));
    assertFalse(crowd.concerns("T01", "WEB_TCP"));
    assertFalse(crowd.concerns("T02", "WEB_QUIC"));
  }
}
