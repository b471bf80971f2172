package org.scrubber.report;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Strand;
import org.scrubber.detect.Strands;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.ProtectedObject;

/**
 * Puts strands together to courses: the same vector on the same target, hosts into the carpet that
 * took over from them, and many networks into their prefix.
 */
final class Courses {
  /** More targets than this under the same vector in one prefix are one carpet. */
  private static final int MAX_TARGETS = 8;

  /** An always-on filter's strand runs as long as its last packet is no older. */
  private static final long STANDING_NS = 10_000_000_000L;

  static final long MARGIN_NS = 1_000_000_000L;

  private final ProtectedObject object;
  private final long clockNs;
  private final List<Course> carpets = new ArrayList<>();
  private final List<Course> singles = new ArrayList<>();

  private Courses(ProtectedObject object, long clockNs) {
    this.object = object;
    this.clockNs = clockNs;
  }

  /**
   * Returns what one mitigation was offered, by the same rules as an incident's courses; null when
   * no strand of it is kept.
   *
   * @param strands all of the object
   */
  static @Nullable Course of(
      Mitigation by, ProtectedObject object, List<Strand> strands, long clockNs) {
    Set<Integer> vectors =
        strands.stream().filter(one -> isOf(one, by)).map(one -> one.vector).collect(toSet());
    List<Strand> concerned =
        strands.stream()
            .filter(one -> isOf(one, by) || one.isStanding() && vectors.contains(one.vector))
            .toList();
    Prefix target = new Prefix(by.family, by.targetHigh, by.targetLow, by.targetLength);
    return vectors.isEmpty()
        ? null
        : of(object, concerned, clockNs).stream()
            .filter(one -> one.vector == by.vector && contains(target, one.target))
            .findFirst()
            .orElse(null);
  }

  private static boolean isOf(Strand one, Mitigation by) {
    return !one.isStanding()
        && one.namedBy == by.vector
        && one.family == by.family
        && one.targetHigh == by.targetHigh
        && one.targetLow == by.targetLow
        && one.targetLength == by.targetLength;
  }

  /** Returns the courses of one incident by start; empty when there is nothing but background. */
  static List<Course> of(ProtectedObject object, List<Strand> strands, long clockNs) {
    return new Courses(object, clockNs).all(strands);
  }

  private List<Course> all(List<Strand> strands) {
    strands.stream()
        .filter(one -> one.namedBy == Vectors.CARPET_BOMBING)
        .sorted(Comparator.comparingInt(one -> one.targetLength)) // Stable: then by start.
        .forEach(this::carpet);
    for (Strand one : strands) {
      if (one.namedBy != Vectors.CARPET_BOMBING && !Strands.isBackground(one)) {
        single(one);
      }
    }
    strands.stream().filter(Strands::isBackground).forEach(this::absorb);
    List<Course> courses = new ArrayList<>(merged());
    carpets.forEach(carpet -> courses.add(rounded(carpet)));
    courses.sort(
        Comparator.comparingLong((Course course) -> course.startNs)
            .thenComparingInt(course -> course.vector)
            .thenComparing(course -> course.target.toString()));
    return courses;
  }

  /**
   * Adds what an always-on filter has dropped to a course of the same vector and target, if that is
   * how it began: it raised the mitigation, and is of the same attack.
   */
  private void absorb(Strand one) {
    Prefix target = one.target(around(one));
    singles.stream()
        .filter(course -> course.vector == one.vector && course.target.equals(target))
        .filter(course -> course.startsWith(one.startNs))
        .findFirst()
        .ifPresent(course -> course.absorb(one));
  }

  private boolean isRunning(Strand one) {
    return one.isStanding() ? clockNs - one.lastClockNs < STANDING_NS : one.open;
  }

  private static void carpet(List<Course> into, Strand one, boolean running, Prefix target) {
    Course part =
        into.stream()
            .filter(course -> course.vector == one.vector && course.target.equals(target))
            .findFirst()
            .orElse(null);
    if (part == null) {
      part = new Course(one.vector, target);
      into.add(part);
    }
    part.add(one, running);
  }

  private void carpet(Strand one) {
    Prefix around = Prefix.masked(one.family, one.targetHigh, one.targetLow, one.targetLength);
    if (isTakenOver(one, around)) {
      return;
    }
    Course carpet =
        carpets.stream().filter(course -> course.target.equals(around)).findFirst().orElse(null);
    if (carpet == null) {
      carpet = new Course(Vectors.CARPET_BOMBING, around);
      carpets.add(carpet);
    }
    carpet(carpet.parts, one, isRunning(one), one.target(around));
  }

  private void single(Strand one) {
    Prefix target = one.target(around(one));
    if (!isTakenOver(one, target)) {
      carpet(singles, one, isRunning(one), target);
    }
  }

  /** Adds what a wider carpet of the same vector took over, or goes on beside it, to that. */
  private boolean isTakenOver(Strand one, Prefix target) {
    for (Course carpet : carpets) {
      for (Course part : carpet.parts) {
        boolean beside = one.startNs <= part.stopNs && one.stopNs() >= part.startNs - MARGIN_NS;
        boolean taken = one.isStanding() || one.takenOver;
        if (taken && beside && part.vector == one.vector && contains(carpet.target, target)) {
          part.add(one, isRunning(one));
          return true;
        }
      }
    }
    return false;
  }

  private Prefix around(Strand one) {
    if (!one.isStanding()) {
      return Prefix.masked(one.family, one.targetHigh, one.targetLow, one.targetLength);
    }
    return policyPrefix(one.family, one.targetHigh, one.targetLow);
  }

  private Prefix policyPrefix(int family, long high, long low) {
    return object.prefixes().stream()
        .filter(prefix -> prefix.contains(family, high, low))
        .max(Comparator.comparingInt(Prefix::length))
        .orElseGet(() -> Prefix.masked(family, high, low, family == 4 ? 32 : 128));
  }

  static boolean contains(Prefix wide, Prefix narrow) {
    return wide.length() <= narrow.length()
        && wide.contains(narrow.family(), narrow.high(), narrow.low());
  }

  /** Puts the targets of a vector together where there are many in a prefix. */
  private List<Course> merged() {
    List<Course> kept = new ArrayList<>();
    List<Course> done = new ArrayList<>();
    for (Course one : singles) {
      if (done.contains(one)) {
        continue;
      }
      Prefix prefix = policyPrefix(one.target.family(), one.target.high(), one.target.low());
      List<Course> alike =
          singles.stream()
              .filter(other -> other.vector == one.vector && contains(prefix, other.target))
              .toList();
      done.addAll(alike);
      if (alike.size() <= MAX_TARGETS) {
        kept.addAll(alike);
      } else {
        Course carpet = new Course(Vectors.CARPET_BOMBING, prefix);
        alike.forEach(carpet::addPart);
        kept.add(carpet);
      }
    }
    return kept;
  }

  /** Sums a carpet's parts up; one that has a single target, within the carpet, is named by it. */
  private static Course rounded(Course carpet) {
    Prefix only = carpet.parts.getFirst().target;
    boolean single = carpet.parts.stream().allMatch(part -> part.target.equals(only));
    Course sum = new Course(Vectors.CARPET_BOMBING, single ? only : carpet.target);
    carpet.parts.forEach(sum::addPart);
    return sum;
  }
}
