package org.scrubber.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.scrubber.table.DistinctCounter;

/**
 * Finds the incidents of several objects that belong together: one begins while another runs or
 * within seconds of its end, or within two minutes and is alike in vectors or sources.
 */
final class Campaigns {
  /** What follows so soon belongs together, whatever it looks like: an attacker has moved on. */
  private static final long SOON_NS = 10_000_000_000L;

  /** What follows within two minutes belongs together if it is alike. */
  private static final long LATER_NS = 120_000_000_000L;

  /** Sources in common, in percent of the fewer: above what an estimate may err by. */
  private static final int SHARED_PERCENT = 20;

  private static final int MIN_SOURCES = 8;

  private final List<Assault> assaults;
  private final int[] first;
  private int placed;

  /**
   * Begins to look for them; {@link #step} goes on.
   *
   * @param assaults by start
   */
  Campaigns(List<Assault> assaults) {
    this.assaults = assaults;
    first = new int[assaults.size()];
  }

  /**
   * Places one more assault.
   *
   * @return false when all have their place
   */
  boolean step() {
    if (placed == first.length) {
      return false;
    }
    int k = placed++;
    first[k] = k;
    for (int before = 0; before < k; before++) {
      if (first[before] != first[k] && belong(assaults.get(before), assaults.get(k))) {
        join(Math.min(first[before], first[k]), Math.max(first[before], first[k]));
      }
    }
    return true;
  }

  private void join(int least, int most) {
    for (int k = 0; k < placed; k++) {
      first[k] = first[k] == most ? least : first[k];
    }
  }

  /** Returns the index of the first assault of one's campaign, once all have their place. */
  int first(int k) {
    return first[k];
  }

  private static boolean belong(Assault before, Assault after) {
    long gapNs = after.startNs() - before.stopNs();
    return gapNs <= SOON_NS
        || (gapNs <= LATER_NS && (isAlike(before, after) || isShared(before, after)));
  }

  private static boolean isAlike(Assault one, Assault other) {
    Set<Integer> vectors = vectors(one);
    return vectors(other).stream().anyMatch(vectors::contains);
  }

  private static Set<Integer> vectors(Assault assault) {
    return assault.courses().stream()
        .flatMap(
            course -> course.parts.isEmpty() ? List.of(course).stream() : course.parts.stream())
        .map(course -> course.vector)
        .collect(Collectors.toSet());
  }

  private static boolean isShared(Assault one, Assault other) {
    DistinctCounter all = one.sources();
    long first = all.estimate();
    DistinctCounter others = other.sources();
    long second = others.estimate();
    all.addAll(others);
    long fewer = Math.min(first, second);
    long common = first + second - all.estimate();
    // The estimate of the union errs by some percent of all, not of the fewer.
    long error = (first + second) / 10;
    return fewer >= MIN_SOURCES && common * 100 >= fewer * SHARED_PERCENT && common > error;
  }
}
