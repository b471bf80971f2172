package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.scenario.VectorPlan;

class RhythmTest {
  /** Attack packets of a scenario at profile CI, millions, by rates, lengths and pulses alone. */
  private static final Map<String, Double> BUDGETS = new HashMap<>();

  static {
    String table =
        """
        A-01 8.35 A-02 2.40 A-03 3.60 A-05 1.20 A-06 1.60 A-07 1.44 A-09 0.48 A-10 4.20
        A-11 0.96 A-12 3.60 A-13 1.38 A-14 1.44 A-15 0.82 A-16 0.66 A-18 0.36 A-23 0.48
        A-19 3.60 A-20 1.20 A-21 3.32 A-22 9.00 A-27 3.60 A-28 1.44 D-01 2.16 A-30 0.30
        B-06 1.80
        """;
    String[] words = table.strip().split("\\s+", -1);
    for (int k = 0; k < words.length; k += 2) {
      BUDGETS.put(words[k], Double.parseDouble(words[k + 1]));
    }
  }

  @Test
  void shouldSendAsManyPacketsAsPlanned() {
    for (Scenario scenario : Scenarios.all()) {
      Double budget = BUDGETS.get(scenario.id());
      if (budget == null) {
        continue;
      }
      double packets = 0;
      double lostToRamps = 0;
      for (VectorPlan vector : scenario.vectors()) {
        double fullPps = vector.rate() * Profile.CI.legitPps();
        packets += packets(Rhythm.of(vector, fullPps));
        lostToRamps += fullPps * lostSeconds(vector);
      }
      double expected = budget * 1e6 - lostToRamps;
      assertEquals(expected, packets, 0.02 * budget * 1e6, scenario.id());
    }
  }

  /**
   * Seconds at full rate that a short ramp costs; the budgets count only those of whole vectors.
   */
  private static double lostSeconds(VectorPlan vector) {
    if (!(vector.values().get("ramp") instanceof Map<?, ?> ramp)) {
      return 0;
    }
    if (ramp.get("linear") instanceof Number linear) {
      double seconds = Math.abs(linear.doubleValue());
      return seconds == vector.lengthS() ? 0 : seconds / 2;
    }
    double seconds = ((Number) ramp.get("doubling")).doubleValue();
    return seconds - 1;
  }

  private static long packets(Rhythm rhythm) {
    long count = 0;
    double due = 0;
    while (due < rhythm.lengthNs()) {
      count++;
      due = rhythm.skipPause(due + rhythm.intervalNs(due));
    }
    return count;
  }

  @Test
  void shouldPauseBetweenPulses() {
    Rhythm rhythm = new Rhythm(1_000, 10, 0, 0, 0.2, 1);
    assertEquals(0.1e9, rhythm.skipPause(0.1e9));
    assertEquals(1e9, rhythm.skipPause(0.2e9));
    assertEquals(3e9, rhythm.skipPause(2.9e9));
    assertEquals(2, rhythm.pulse(2.9e9));
    assertEquals(2_000, packets(rhythm), 10);
  }

  @Test
  void shouldRampUpAndDown() {
    Rhythm up = new Rhythm(1_000, 10, 10, 0, 0, 0);
    assertEquals(2e6, up.intervalNs(5e9), 1);
    Rhythm down = new Rhythm(1_000, 10, -10, 0, 0, 0);
    assertEquals(1e6, down.intervalNs(0), 1);
    assertEquals(4e6, down.intervalNs(7.5e9), 1);
    Rhythm doubling = new Rhythm(1_000, 10, 0, 3, 0, 0);
    assertEquals(8e6, doubling.intervalNs(0.5e9), 1);
    assertEquals(4e6, doubling.intervalNs(1.5e9), 1);
    assertEquals(2e6, doubling.intervalNs(2.5e9), 1);
    assertEquals(1e6, doubling.intervalNs(3e9), 1);
    assertTrue(packets(up) < 5_100);
  }
}
