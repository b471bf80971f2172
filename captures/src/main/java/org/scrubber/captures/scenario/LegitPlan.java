package org.scrubber.captures.scenario;

import java.util.List;
import java.util.Map;

/**
 * The legitimate traffic of a scenario.
 *
 * @param base part of the profile's usual rate, 1 for all of it
 * @param curve by which it changes with time
 * @param surges more of some of it
 * @param extras further traffic by name, with its parameters as in the file, in order
 */
public record LegitPlan(double base, Curve curve, List<Surge> surges, List<Extra> extras) {
  /** Creates a plan whose base stays the same. */
  public LegitPlan(double base, List<Surge> surges, List<Extra> extras) {
    this(base, Curve.FLAT, surges, extras);
  }

  /**
   * Further traffic of a scenario.
   *
   * @param name which one
   * @param values its parameters
   */
  public record Extra(String name, Map<String, Object> values) {
    /** Returns a number, or another value when it is not given. */
    public double number(String key, double otherwise) {
      return values.get(key) instanceof Number value ? value.doubleValue() : otherwise;
    }

    /** Returns a text, or another one when it is not given. */
    public String text(String key, String otherwise) {
      Object value = values.get(key);
      return value == null ? otherwise : value.toString();
    }

    /** Returns a time given in seconds, ns. */
    public long nanos(String key, double otherwiseS) {
      return (long) (number(key, otherwiseS) * 1e9);
    }
  }
}
