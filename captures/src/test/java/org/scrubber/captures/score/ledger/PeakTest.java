package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PeakTest {
  private static final long MS = 1_000_000L;

  private final Peak peak = new Peak();

  @Test
  void shouldFindTheBusiestSecondWhereverItBegins() {
    for (long ms = 0; ms < 10_000; ms += 10) {
      boolean busy = ms >= 4_500 && ms < 5_500;
      for (int k = 0; k < (busy ? 5 : 1); k++) {
        peak.count(ms * MS, 100);
      }
    }
    assertEquals(500, peak.pps());
    assertEquals(500 * 800, peak.bps());
  }

  @Test
  void shouldForgetWhatIsLongGone() {
    peak.count(5 * MS, 1_000);
    peak.count(7_200_000 * MS, 40);
    peak.count(7_200_500 * MS, 40);
    assertEquals(2, peak.pps());
    assertEquals(8_000, peak.bps());
  }
}
