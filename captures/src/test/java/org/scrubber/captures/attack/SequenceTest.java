package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Sequence sequence =
      new Sequence(Map.of("every", 30, "after-filtered", 3), 100 * SECOND_NS);

  @Test
  void shouldChangeEveryHalfMinute() {
    assertEquals(0, sequence.turn(129 * SECOND_NS));
    assertEquals(1, sequence.turn(130 * SECOND_NS));
    assertEquals(3, sequence.turn(195 * SECOND_NS));
  }

  @Test
  void shouldChangeThreeSecondsAfterItWasFiltered() {
    sequence.filtered(110 * SECOND_NS);
    sequence.filtered(111 * SECOND_NS);
    assertEquals(0, sequence.turn(112 * SECOND_NS));
    assertEquals(1, sequence.turn(113 * SECOND_NS));
    assertEquals(1, sequence.turn(142 * SECOND_NS));
    assertEquals(2, sequence.turn(143 * SECOND_NS));
  }
}
