package org.scrubber.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.scrubber.detect.Mitigations;
import org.scrubber.detect.Strand;
import org.scrubber.detect.Strands;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;

/**
 * Makes incidents and campaigns of what a worker's mitigations and always-on filters were offered,
 * at any moment, at once or in steps. Cold path; call it on the worker's thread. The same packets
 * give the same.
 */
public final class Incidents {
  /** An object's next incident begins after so long without any vector: 10 minutes. */
  private static final long PAUSE_NS = 600_000_000_000L;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Policy policy;
  private final Strands strands;
  private final Iterator<Integer> objects;
  private final List<Assault> assaults = new ArrayList<>();
  private @Nullable Campaigns campaigns;

  /** Begins to make them; {@link #step} goes on. */
  public Incidents(Policy policy, Mitigations mitigations) {
    this.policy = policy;
    strands = mitigations.strands();
    TreeSet<Integer> all = new TreeSet<>();
    for (int k = 0; k < strands.size(); k++) {
      if (counts(strands.get(k))) {
        all.add(strands.get(k).object);
      }
    }
    objects = all.iterator();
  }

  /** Returns all incidents by start: of mitigations that are active, ended or forgotten. */
  public static List<Incident> of(Policy policy, Mitigations mitigations) {
    Incidents all = new Incidents(policy, mitigations);
    while (all.step()) {
      // Nobody waits for this thread.
    }
    return IntStream.range(0, all.size()).mapToObj(all::get).toList();
  }

  /**
   * Looks at one more object, or finds the campaign of one more incident: microseconds.
   *
   * @return false when all is done
   */
  public boolean step() {
    if (objects.hasNext()) {
      gather(objects.next());
      return true;
    }
    Campaigns known = campaigns;
    if (known == null) {
      assaults.sort(
          Comparator.comparingLong(Assault::startNs).thenComparing(a -> a.object().name()));
      campaigns = new Campaigns(assaults);
      return true;
    }
    return known.step();
  }

  /** Returns how many incidents there are, once all steps are done. */
  public int size() {
    return assaults.size();
  }

  /** Returns an incident, by start, once all steps are done. */
  public Incident get(int k) {
    Assault one = assaults.get(k);
    int first = Objects.requireNonNull(campaigns).first(k);
    return one.incident(id("incident", one), id("campaign", assaults.get(first)));
  }

  private static boolean counts(Strand one) {
    return one.object >= 0 && one.packets > 0;
  }

  private void gather(int object) {
    List<Strand> own = new ArrayList<>();
    for (int k = 0; k < strands.size(); k++) {
      if (strands.get(k).object == object && counts(strands.get(k))) {
        own.add(strands.get(k));
      }
    }
    ProtectedObject one = policy.objects().get(object);
    for (List<Strand> together : apart(own)) {
      List<Course> courses = Courses.of(one, together, strands.clockNs());
      if (!courses.isEmpty()) {
        assaults.add(new Assault(one, courses));
      }
    }
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
  private static List<List<Strand>> apart(List<Strand> own) {
    own.sort(
        Comparator.comparingLong((Strand one) -> one.startNs).thenComparingInt(one -> one.vector));
    List<List<Strand>> groups = new ArrayList<>();
    long stopNs = Long.MIN_VALUE;
    for (Strand one : own) {
      if (groups.isEmpty() || one.startNs - stopNs > PAUSE_NS) {
        groups.add(new ArrayList<>());
        stopNs = one.stopNs();
      }
      groups.getLast().add(one);
      stopNs = Math.max(stopNs, one.stopNs());
    }
    return groups;
  }
}
