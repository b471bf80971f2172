package org.scrubber.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DutyMeterTest {
  private static final long SECOND = 1_000_000_000L;
  private final DutyMeter meter = new DutyMeter();

  @Test
  void shouldTellWorkFromIdling() {
    meter.turn(SECOND);
    meter.found(3);
    meter.turn(SECOND + 700);
    meter.found(0);
    meter.turn(SECOND + 1_000);
    assertEquals(700, meter.busyNs);
    assertEquals(300, meter.idleNs);
    assertEquals(2, meter.turns);
    assertEquals(1, meter.batches);
    assertEquals(700, meter.longestNs);
  }

  @Test
  void shouldTellWhatShareOfASecondWasWork() {
    meter.turn(SECOND);
    meter.found(1);
    meter.turn(SECOND + SECOND / 4 + 1);
    assertFalse(meter.beginsSecond());
    assertEquals(0, meter.busyPercent(), "the second is not over");
    meter.turn(2 * SECOND);
    assertTrue(meter.beginsSecond());
    assertEquals(26, meter.busyPercent(), "rounded up");
    meter.found(1);
    meter.turn(4 * SECOND);
    assertEquals(100, meter.busyPercent(), "of a turn that takes two seconds");
    meter.turn(4 * SECOND + 1);
    meter.turn(5 * SECOND);
    assertEquals(0, meter.busyPercent());
  }

  @Test
  void shouldNotTakeIntendedWaitingForAbsence() {
    meter.turn(SECOND);
    meter.waits(1_000_000);
    meter.turn(SECOND + 1_000_000);
    assertEquals(0, meter.longestNs);
    meter.waits(1_000_000);
    meter.turn(SECOND + 2_000_100);
    assertEquals(100, meter.longestNs);
  }

  @Test
  void shouldForgetTheLongestAbsenceAfterAMinuteButNotForGood() {
    meter.turn(SECOND);
    meter.waits(SECOND / 2);
    meter.turn(SECOND * 3 / 2 + 5_000);
    assertEquals(0, meter.lastSecondNs(), "the second is not over");
    assertEquals(5_000, meter.lastMinuteNs());
    each(1, 2);
    assertEquals(5_000, meter.lastSecondNs());
    each(2, 60);
    assertEquals(0, meter.lastSecondNs());
    assertEquals(5_000, meter.lastMinuteNs());
    each(60, 61);
    assertEquals(0, meter.lastMinuteNs());
    assertEquals(5_000, meter.longestNs);
  }

  @Test
  void shouldForgetEverythingAcrossALongPause() {
    meter.turn(SECOND);
    meter.turn(SECOND + 5_000);
    meter.waits(500 * SECOND);
    meter.turn(500 * SECOND);
    assertEquals(0, meter.lastMinuteNs());
  }

  /** Turns every 100 ms from the middle of a second on, having waited. */
  private void each(int fromSecond, int toSecond) {
    for (int k = fromSecond * 10 + 6; k <= toSecond * 10 + 5; k++) {
      meter.waits(SECOND / 10);
      meter.turn(k * SECOND / 10);
    }
  }
}
