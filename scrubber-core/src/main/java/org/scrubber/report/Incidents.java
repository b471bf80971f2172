package org.scrubber.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Strand;
import org.scrubber.detect.Strands;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;

/**
 * Makes incidents and campaigns of what a worker's mitigations and always-on filters were offered,
 * at any moment. Cold path; call it on the worker's thread. The same packets give the same.
 */
public final class Incidents {
  /** An object's next incident begins after so long without any vector: 10 minutes. */
  private static final long PAUSE_NS = 600_000_000_000L;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Policy policy;

  private Incidents(Policy policy) {
    this.policy = policy;
  }

  /** Returns all incidents by start: of mitigations that are active, ended or forgotten. */
  public static List<Incident> of(Policy policy, Mitigations mitigations) {
    return new Incidents(policy).all(mitigations.strands());
  }

  private List<Incident> all(Strands strands) {
    List<Assault> assaults = new ArrayList<>();
    for (int object = 0; object < policy.objects().size(); object++) {
      ProtectedObject one = policy.objects().get(object);
      for (List<Strand> together : apart(strands, object)) {
        List<Course> courses = Courses.of(one, together, strands.clockNs());
        if (!courses.isEmpty()) {
          assaults.add(new Assault(one, courses));
        }
      }
    }
    assaults.sort(Comparator.comparingLong(Assault::startNs).thenComparing(a -> a.object().name()));
    int[] campaigns = Campaigns.of(assaults);
    List<Incident> incidents = new ArrayList<>();
    for (int k = 0; k < assaults.size(); k++) {
      String campaign = id("campaign", assaults.get(campaigns[k]));
      incidents.add(assaults.get(k).incident(id("incident", assaults.get(k)), campaign));
    }
    return List.copyOf(incidents);
  }

  private static String id(String kind, Assault assault) {
    long seconds = Math.floorDiv(assault.startNs(), 1_000_000_000L);
    return kind
        + "-"
        + STAMP.format(Instant.ofEpochSecond(seconds))
        + "-"
        + assault.object().name();
  }

  /** Returns an object's strands by start, apart where ten minutes lie between. */
  private static List<List<Strand>> apart(Strands strands, int object) {
    List<Strand> own = new ArrayList<>();
    for (int k = 0; k < strands.size(); k++) {
      Strand one = strands.get(k);
      if (one.object == object && one.packets > 0) {
        own.add(one);
      }
    }
    own.sort(
        Comparator.comparingLong((Strand one) -> one.startNs).thenComparingInt(one -> one.vector));
    List<List<Strand>> groups = new ArrayList<>();
    long stopNs = Long.MIN_VALUE;
    for (Strand one : own) {
      if (groups.isEmpty() || one.startNs - stopNs > PAUSE_NS) {
        groups.add(new ArrayList<>());
        stopNs = one.stopNs;
      }
      groups.getLast().add(one);
      stopNs = Math.max(stopNs, one.stopNs);
    }
    return groups;
  }
}
