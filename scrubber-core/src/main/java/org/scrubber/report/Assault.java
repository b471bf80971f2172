package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.table.DistinctCounter;

/**
 * An incident before it has a name: the courses of one object without a long pause.
 *
 * @param object whose they are
 * @param courses at least one, by start
 */
record Assault(ProtectedObject object, List<Course> courses) {
  /** Returns when the first course began, ns since the epoch. */
  long startNs() {
    return courses.getFirst().startNs;
  }

  /** Returns when the last course ended. */
  long stopNs() {
    return courses.stream().mapToLong(course -> course.stopNs).max().orElseThrow();
  }

  /** Returns the sources of all courses. */
  DistinctCounter sources() {
    DistinctCounter all = new DistinctCounter();
    courses.forEach(course -> all.addAll(course.sources));
    return all;
  }

  /** Returns it with its names. */
  Incident incident(String id, String campaignId) {
    // An object's rate is counted by its own windows; it is at least what any vector's was.
    long peakPps = highest(one -> Math.max(one.objectPeakPps, one.peakPps));
    long peakBps = highest(one -> Math.max(one.objectPeakBps, one.peakBps));
    long packets = courses.stream().mapToLong(course -> course.packets).sum();
    return new Incident(
        id,
        campaignId,
        object.name(),
        targets(peakPps),
        startNs(),
        stopNs(),
        courses.stream().anyMatch(course -> course.running),
        severity(),
        peakPps,
        peakBps,
        packets,
        courses.stream().mapToLong(course -> course.bytes).sum(),
        Math.min(packets, sources().estimate()),
        courses.stream().map(course -> course.entry(peakPps)).toList());
  }

  private long highest(ToLongFunction<Course> of) {
    return courses.stream().mapToLong(of).max().orElseThrow();
  }

  private Incident.Severity severity() {
    long most =
        courses.stream()
            .mapToLong(course -> course.peakPps / Math.max(1, course.thresholdPps))
            .max()
            .orElseThrow();
    if (most >= 100) {
      return Incident.Severity.CRITICAL;
    }
    if (most >= 10) {
      return Incident.Severity.HIGH;
    }
    return most >= 2 ? Incident.Severity.MEDIUM : Incident.Severity.LOW;
  }

  /** Returns what was hit by more than crumbs, widest first, without what lies in another. */
  private List<String> targets(long peakPps) {
    List<Prefix> prefixes =
        courses.stream()
            .filter(course -> course.isSignificant(peakPps))
            .map(course -> course.target)
            .distinct()
            .sorted(Comparator.comparingInt(Prefix::length).thenComparing(Prefix::toString))
            .toList();
    List<Prefix> widest = new ArrayList<>();
    for (Prefix one : prefixes) {
      if (widest.stream().noneMatch(wide -> Courses.contains(wide, one))) {
        widest.add(one);
      }
    }
    return widest.stream().map(Prefix::toString).toList();
  }
}
