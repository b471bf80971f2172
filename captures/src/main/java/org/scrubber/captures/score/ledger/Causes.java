package org.scrubber.captures.score.ledger;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts by text, for people: which class lost what by which reason. Rare events only. */
public final class Causes {
  private final Map<String, long[]> counts = new LinkedHashMap<>();

  /**
   * How often something happened.
   *
   * @param text what
   * @param count how often
   */
  public record Cause(String text, long count) {}

  void count(String text) {
    counts.computeIfAbsent(text, key -> new long[1])[0]++;
  }

  /** Returns the most frequent ones, at most {@code most}; of equal ones the earlier first. */
  public List<Cause> top(int most) {
    return counts.entrySet().stream()
        .map(entry -> new Cause(entry.getKey(), entry.getValue()[0]))
        .sorted(Comparator.comparingLong(Cause::count).reversed())
        .limit(most)
        .toList();
  }
}
