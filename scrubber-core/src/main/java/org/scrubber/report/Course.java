package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Strand;
import org.scrubber.policy.Prefix;
import org.scrubber.table.DistinctCounter;

/** What strands of one vector and target, or the parts of one carpet, come to together. */
final class Course {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Below this part of an incident's peak, in percent, a vector may be crumbs of others. */
  private static final int SIGNIFICANT_PERCENT = 5;

  final int vector;
  final Prefix target;
  final DistinctCounter sources = new DistinctCounter();
  final List<Course> parts = new ArrayList<>();
  long startNs = Long.MAX_VALUE;
  long stopNs = Long.MIN_VALUE;
  boolean running;
  long peakPps;
  long peakBps;

  /** Highest rates of the whole object while it ran. */
  long objectPeakPps;

  long objectPeakBps;
  long packets;
  long bytes;
  int pulses;
  long thresholdPps;
  private long errors;

  Course(int vector, Prefix target) {
    this.vector = vector;
    this.target = target;
  }

  /** Adds a strand; as one takes over from another, of two peaks the higher counts. */
  void add(Strand one, boolean isRunning) {
    peakPps = Math.max(peakPps, one.peakPps());
    peakBps = Math.max(peakBps, one.peakBps());
    objectPeakPps = Math.max(objectPeakPps, one.objectPeakPps());
    objectPeakBps = Math.max(objectPeakBps, one.objectPeakBps());
    startNs = Math.min(startNs, one.startNs);
    stopNs = Math.max(stopNs, one.stopNs());
    running |= isRunning;
    packets += one.packets;
    bytes += one.bytes;
    errors += one.errors;
    pulses = Math.max(pulses, one.pulses());
    thresholdPps = Math.max(thresholdPps, one.thresholdPps);
    sources.addAll(one.sources);
  }

  /** Tells whether what began then is how it began, and no background from before. */
  boolean startsWith(long otherNs) {
    return otherNs >= startNs - Courses.MARGIN_NS && otherNs <= stopNs;
  }

  /** Adds what an always-on filter dropped of it before its mitigation was raised. */
  void absorb(Strand one) {
    startNs = Math.min(startNs, one.startNs);
    packets += one.packets;
    bytes += one.bytes;
    errors += one.errors;
    sources.addAll(one.sources);
  }

  /** Makes it a carpet of parts. */
  void addPart(Course part) {
    parts.add(part);
    startNs = Math.min(startNs, part.startNs);
    stopNs = Math.max(stopNs, part.stopNs);
    running |= part.running;
    packets += part.packets;
    bytes += part.bytes;
    errors += part.errors;
    pulses = Math.max(pulses, part.pulses);
    thresholdPps =
        thresholdPps == 0 ? part.thresholdPps : Math.min(thresholdPps, part.thresholdPps);
    sources.addAll(part.sources);
    objectPeakPps = Math.max(objectPeakPps, part.objectPeakPps);
    objectPeakBps = Math.max(objectPeakBps, part.objectPeakBps);
    // Parts that ran at the same time need not have had their peaks in the same second.
    peakPps = Math.min(objectPeakPps, peak(parts, false));
    peakBps = Math.min(objectPeakBps, peak(parts, true));
  }

  /** Returns the highest sum of peaks at any moment, packets/s or bit/s. */
  private static long peak(List<Course> courses, boolean bits) {
    long highest = 0;
    for (Course at : courses) {
      long sum = 0;
      for (Course one : courses) {
        boolean covers = one.startNs <= at.startNs && one.stopNs >= at.startNs;
        sum += covers ? (bits ? one.peakBps : one.peakPps) : 0;
      }
      highest = Math.max(highest, sum);
    }
    return highest;
  }

  /** Tells whether it is more than crumbs of an incident of that peak. */
  boolean isSignificant(long incidentPps) {
    boolean large = peakPps * 100 >= incidentPps * SIGNIFICANT_PERCENT;
    // Errors about what a host has sent, or seems to, come from those who were hit by another.
    boolean echo = errors * 10 >= packets * 9;
    return large || (peakPps >= thresholdPps && !echo);
  }

  /** Returns how many sources there were: an estimate, but never more than packets. */
  long sourceCount() {
    return Math.min(packets, sources.estimate());
  }

  /** Returns packets/s from start to stop; peaks are of windows, this is not. */
  long meanPps() {
    return Math.min(peakPps, Math.round(packets / seconds()));
  }

  /** Returns the same in bit/s. */
  long meanBps() {
    return Math.min(peakBps, Math.round(bytes * 8 / seconds()));
  }

  /** Returns how long it was: a second at least, like the peaks that means stand beside. */
  private double seconds() {
    return Math.max(SECOND_NS, stopNs - startNs) / 1e9;
  }

  /** Returns it as an entry of an incident with that peak. */
  Incident.Vector entry(long incidentPps) {
    return new Incident.Vector(
        Vectors.name(vector),
        target.toString(),
        startNs,
        stopNs,
        running,
        peakPps,
        peakBps,
        meanPps(),
        packets,
        bytes,
        sourceCount(),
        pulses,
        (int) Math.round(100.0 * peakPps / Math.max(1, incidentPps)),
        isSignificant(incidentPps),
        parts.stream()
            .sorted(
                Comparator.comparingLong((Course part) -> -part.packets)
                    .thenComparingInt(part -> part.vector))
            .map(part -> part.entry(incidentPps))
            .toList());
  }
}
