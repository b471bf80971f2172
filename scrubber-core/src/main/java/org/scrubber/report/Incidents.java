package org.scrubber.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    for (Map.Entry<Integer, List<Strand>> own : byObject(strands).entrySet()) {
      ProtectedObject one = policy.objects().get(own.getKey());
      for (List<Strand> together : apart(own.getValue())) {
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

  private static Map<Integer, List<Strand>> byObject(Strands strands) {
    Map<Integer, List<Strand>> own = new TreeMap<>();
    for (int k = 0; k < strands.size(); k++) {
      Strand one = strands.get(k);
      if (one.object >= 0 && one.packets > 0) {
        own.computeIfAbsent(one.object, object -> new ArrayList<>()).add(one);
      }
    }
    return own;
  }

  /** Returns an object's strands by start, apart where ten minutes lie between. */
  private static List<List<Strand>> apart(List<Strand> own) {
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
