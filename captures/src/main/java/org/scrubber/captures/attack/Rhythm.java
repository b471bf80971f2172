package org.scrubber.captures.attack;

import java.util.Map;
import org.scrubber.captures.scenario.VectorPlan;

/**
 * When a vector sends: its rate over time, and the pauses between its pulses. A scenario file says
 * {@code ramp: {linear: S}} (up within S seconds; down when negative) or {@code ramp: {doubling:
 * S}} (twice as much every second, all of it after S), and {@code pulse: {on: S, off: S}}.
 * Immutable.
 */
final class Rhythm {
  private static final double SECOND_NS = 1e9;

  /**
   * A ramp begins and ends at this part of the full rate, as nothing at all would take for ever.
   */
  private static final double LEAST = 0.01;

  private final double fullPps;
  private final double lengthNs;
  private final double linearS;
  private final double doublingS;
  private final double onNs;
  private final double periodNs;

  /**
   * Reads the rhythm of a vector.
   *
   * @param fullPps packets/s at full rate
   */
  static Rhythm of(VectorPlan vector, double fullPps) {
    Map<?, ?> ramp = vector.values().get("ramp") instanceof Map<?, ?> map ? map : Map.of();
    Map<?, ?> pulse = vector.values().get("pulse") instanceof Map<?, ?> map ? map : Map.of();
    double onS = number(pulse, "on");
    return new Rhythm(
        fullPps,
        vector.lengthS(),
        number(ramp, "linear"),
        number(ramp, "doubling"),
        onS,
        onS + number(pulse, "off"));
  }

  Rhythm(
      double fullPps,
      double lengthS,
      double linearS,
      double doublingS,
      double onS,
      double periodS) {
    this.fullPps = fullPps;
    this.linearS = linearS;
    this.doublingS = doublingS;
    lengthNs = lengthS * SECOND_NS;
    onNs = onS * SECOND_NS;
    periodNs = periodS * SECOND_NS;
  }

  private static double number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.doubleValue() : 0;
  }

  /** Returns the vector's length, ns. */
  double lengthNs() {
    return lengthNs;
  }

  /** Returns the time between two packets so long after the vector's start, both ns. */
  double intervalNs(double sinceNs) {
    return SECOND_NS / (fullPps * share(sinceNs / SECOND_NS));
  }

  /** Returns {@code sinceNs}, or the start of the next pulse when it lies in a pause. */
  double skipPause(double sinceNs) {
    if (periodNs <= onNs) {
      return sinceNs;
    }
    double pulse = StrictMath.floor(sinceNs / periodNs);
    return sinceNs - pulse * periodNs < onNs ? sinceNs : (pulse + 1) * periodNs;
  }

  /** Returns the number of the pulse at a time, from 0. */
  int pulse(double sinceNs) {
    return periodNs <= onNs ? 0 : (int) (sinceNs / periodNs);
  }

  private double share(double sinceS) {
    if (linearS > 0 && sinceS < linearS) {
      return Math.max(LEAST, sinceS / linearS);
    }
    if (linearS < 0) {
      return Math.max(LEAST, 1 + sinceS / linearS);
    }
    if (sinceS < doublingS) {
      return StrictMath.pow(2, StrictMath.floor(sinceS) - StrictMath.ceil(doublingS));
    }
    return 1;
  }
}
