package org.scrubber.captures.scenario;

import java.util.List;

/**
 * A factor that changes with time, along straight lines between points.
 *
 * @param points in order of time; none for a factor of 1
 */
public record Curve(List<Point> points) {
  /** Always 1. */
  public static final Curve FLAT = new Curve(List.of());

  /**
   * A point.
   *
   * @param timeS seconds after the warm-up
   * @param factor at that time
   */
  public record Point(double timeS, double factor) {}

  /** Returns the factor at a time, seconds after the warm-up; at either end it stays as it is. */
  public double factorAt(double timeS) {
    if (points.isEmpty()) {
      return 1;
    }
    Point before = points.getFirst();
    for (Point after : points) {
      if (timeS < after.timeS()) {
        double part = (timeS - before.timeS()) / (after.timeS() - before.timeS());
        return after.equals(before)
            ? after.factor()
            : before.factor() + part * (after.factor() - before.factor());
      }
      before = after;
    }
    return before.factor();
  }
}
