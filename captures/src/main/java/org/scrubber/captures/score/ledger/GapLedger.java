package org.scrubber.captures.score.ledger;

import java.util.Map;
import java.util.TreeMap;
import org.scrubber.captures.world.Truth;

/** Where media or heartbeats stopped in the middle of a flow, by class. One thread. */
public final class GapLedger {
  private final Times times;
  private final Map<String, Gaps> classes = new TreeMap<>();

  /**
   * The gaps of a class.
   *
   * @param count how many
   * @param longestNs the longest
   */
  public record Gaps(long count, long longestNs) {}

  GapLedger(Times times) {
    this.times = times;
  }

  void count(long timeNs, Truth truth, long gapNs) {
    if (times.phase(timeNs) != Phase.WARM_UP) {
      classes.merge(
          truth.traffic(),
          new Gaps(1, gapNs),
          (a, b) -> new Gaps(a.count() + b.count(), Math.max(a.longestNs(), b.longestNs())));
    }
  }

  /** Returns the gaps since the warm-up by class of traffic, in order. */
  public Map<String, Gaps> classes() {
    return classes;
  }
}
