package org.scrubber.captures.attack;

import java.util.Map;

/**
 * Whose turn it is in a vector that changes its tool: the next one's after a while, or sooner when
 * the attacker has seen that the present one is filtered.
 */
final class Sequence {
  private static final double SECOND_NS = 1e9;

  private final long everyNs;
  private final long afterFilteredNs;
  private long nextNs;
  private int turn;

  /**
   * Starts with the first tool at {@code startNs}.
   *
   * @param values {@code every} and {@code after-filtered}, seconds
   */
  Sequence(Map<?, ?> values, long startNs) {
    everyNs = (long) (((Number) values.get("every")).doubleValue() * SECOND_NS);
    afterFilteredNs = (long) (((Number) values.get("after-filtered")).doubleValue() * SECOND_NS);
    nextNs = startNs + everyNs;
  }

  /** Returns the number of the turn at a time, from 0; times must not go back. */
  int turn(long nowNs) {
    while (nowNs >= nextNs) {
      turn++;
      nextNs += everyNs;
    }
    return turn;
  }

  /** Tells it that the present tool seems to be filtered. */
  void filtered(long nowNs) {
    nextNs = Math.min(nextNs, nowNs + afterFilteredNs);
  }
}
