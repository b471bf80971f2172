package org.scrubber.captures.tcp.service;

import org.scrubber.captures.scenario.LegitPlan;

/**
 * The parameters of an extra, as its scenario's file gives them.
 *
 * @param extra which one
 */
record ExtraValues(LegitPlan.Extra extra) {
  double number(String key, double otherwise) {
    return extra.values().get(key) instanceof Number value ? value.doubleValue() : otherwise;
  }

  String text(String key, String otherwise) {
    Object value = extra.values().get(key);
    return value == null ? otherwise : value.toString();
  }

  /** Returns a time given in seconds, ns. */
  long nanos(String key, double otherwiseS) {
    return (long) (number(key, otherwiseS) * 1e9);
  }
}
