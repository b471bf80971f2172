package org.scrubber.captures.legit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;

class ArrivalsTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final World world = new World("test", 1, batch -> {}, View.SYMMETRIC, List.of());
  private final int[] begun = new int[20];

  private void start(java.util.function.LongToDoubleFunction rate) {
    Arrivals.start(
        world,
        world.stream("test", "arrivals"),
        rate,
        20 * SECOND_NS,
        () -> begun[(int) (world.nowNs() / SECOND_NS)]++);
    world.run(20 * SECOND_NS);
  }

  @Test
  void shouldBeginAsOftenAsAsked() {
    start(timeNs -> 500);
    int sum = java.util.Arrays.stream(begun).sum();
    assertEquals(10_000, sum, 300); // Three standard deviations.
  }

  @Test
  void shouldFollowRateThatChanges() {
    start(timeNs -> timeNs < 10 * SECOND_NS ? 0 : 1_000);
    assertEquals(0, begun[9]);
    assertEquals(1_000, begun[10], 200); // The change is noticed within 100 ms.
    assertEquals(1_000, begun[15], 120);
  }
}
