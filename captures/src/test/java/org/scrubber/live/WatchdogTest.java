package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Totals;

/** What is said of a process that stood still as a whole. */
final class WatchdogTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Watchdog watchdog =
      new Watchdog(
          () -> 0,
          List.of(),
          new Wiring(
              () -> {
                throw new AssertionError("nothing is opened");
              },
              List.of()),
          (timeNs, event) -> {
            throw new AssertionError("the conductor tells: " + event);
          });

  private static Totals counted(long wentPast, long late) {
    return new Totals(9, 9, 0, 0, 9, 0, 0, wentPast, late);
  }

  @Test
  void shouldSayWhatWentPastOnceWorkersHaveCountedIt() {
    assertNull(watchdog.still(counted(5, 2), false), "it did not stand still");
    watchdog.stoodStill(3 * SECOND_NS);
    assertNull(watchdog.still(counted(5, 2), false), "reported before it stood still, perhaps");
    assertNull(watchdog.still(counted(5, 22), false));
    assertEquals(
        new LiveEvent.StoodStill(3 * SECOND_NS, 1_234, 20),
        watchdog.still(counted(1_239, 22), false));
    assertNull(watchdog.still(counted(1_300, 22), false), "it was said");
    watchdog.stoodStill(SECOND_NS);
    watchdog.stoodStill(2 * SECOND_NS);
    assertEquals(
        new LiveEvent.StoodStill(3 * SECOND_NS, 7, 1),
        watchdog.still(counted(1_307, 23), true),
        "the run ends, and there is no other report");
  }
}
