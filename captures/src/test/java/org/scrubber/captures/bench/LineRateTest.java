package org.scrubber.captures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineRateTest {
  @Test
  void shouldCountPreambleAndGapOfEachFrame() {
    assertEquals(14.88, LineRate.SHORTEST.mpps(10), 0.005);
    assertEquals(37.20, LineRate.SHORTEST.mpps(25), 0.005);
    assertEquals(4.53, LineRate.MIDDLING.mpps(10), 0.005);
    assertEquals(32.74, LineRate.IMIX.mpps(100), 0.005);
  }

  @Test
  void shouldSayWhichShareOfALineACoreJudges() {
    assertEquals(0.5, LineRate.SHORTEST.share(7.44, 10), 0.001);
    assertEquals(2, LineRate.SHORTEST.share(29.76, 10), 0.001);
  }
}
