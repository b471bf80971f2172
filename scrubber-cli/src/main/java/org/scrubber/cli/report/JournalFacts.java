package org.scrubber.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.journal.EventNames;
import org.scrubber.cli.journal.EvidenceKind;
import org.scrubber.cli.report.span.Endings;
import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.Fields.Lost;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.Fields.Sample;
import org.scrubber.journal.Fields.Source;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.VectorIds;
import org.scrubber.policy.load.Policies;

/** What a journal says, sorted by what a report asks for. Grows with the journal. */
final class JournalFacts {
  /** Numbers of {@link Totals} from the first count on. */
  static final int COUNTS = Totals.values().length - 1;

  /** Numbers of {@link VectorTotals} from the first count on. */
  static final int VECTOR_COUNTS = VectorTotals.values().length - 2;

  private static final long SECOND_NS = 1_000_000_000L;

  /** An incident that goes on is noted again within three seconds, with some time to spare. */
  private static final long SILENT_NS = 10 * SECOND_NS;

  /** Of more incidents than that, not all are noted each time. */
  private static final int NOTED_AT_ONCE = 64;

  private final EventNames names = new EventNames();

  /** Counts by second, by object. */
  final Map<String, NavigableMap<Long, long[]>> totals = new LinkedHashMap<>();

  /** Counts by second, by object and vector. */
  final Map<String, Map<String, NavigableMap<Long, long[]>>> vectorTotals = new LinkedHashMap<>();

  final Map<String, List<JournalRecord>> mitigations = new LinkedHashMap<>();
  final Map<String, List<JournalRecord>> samples = new LinkedHashMap<>();
  final List<JournalRecord> capacity = new ArrayList<>();
  final Map<String, List<JournalRecord>> sources = new LinkedHashMap<>();
  final ContactTree contacts = new ContactTree();
  final Map<String, Attack> incidents = new LinkedHashMap<>();

  /** Profiles of objects by their names, as the last policy has them. */
  final Map<String, String> profiles = new HashMap<>();

  final List<JournalRecord> notes = new ArrayList<>();
  final List<JournalRecord> evidence = new ArrayList<>();

  /** What files of evidence hold, by their names. */
  final Map<String, JournalRecord> evidenceContents = new HashMap<>();

  /** When runs ended, by their packets. */
  final NavigableSet<Long> endsNs = new TreeSet<>();

  @Nullable JournalRecord run;

  /** How runs ended, also those that are not reported on. */
  private final Endings endings = new Endings();

  /** What is reported on of them, a part a worker. */
  private final List<Endings.Part> parts = new ArrayList<>();

  /** When the first live run began, ns since the epoch: seconds without packets count from it. */
  private long liveSinceNs = Long.MAX_VALUE;

  /** The latest time of all records, ns since the epoch. */
  long lastNs;

  long events;
  long lost;

  /** Runs that the journal holds, and the numbers of those that are not reported on. */
  int runs = 1;

  List<Integer> leftOut = List.of();

  private final Map<Long, Boolean> monitored = new HashMap<>();
  private @Nullable Attack latest;

  /**
   * An incident, with its vectors.
   *
   * @param object whose
   * @param note as it stood last
   * @param vectors in order; those of a carpet follow it
   * @param live whether it was met in a live run; else in a replay
   * @param anyTarget whether there was no policy, so that the object's name says nothing
   * @param part of which run it was noted last; null when its beginning is lost
   */
  record Attack(
      String object,
      JournalRecord note,
      List<JournalRecord> vectors,
      boolean live,
      boolean anyTarget,
      Endings.@Nullable Part part) {
    private static final int NAMED = 3;

    /** Returns what was attacked: the object, or without a policy the most attacked targets. */
    String named() {
      Map<String, Long> packets = new HashMap<>();
      for (JournalRecord one : vectors) {
        if (one.get(IncidentVector.SIGNIFICANT) == 1 && one.get(IncidentVector.PART) == 0) {
          packets.merge(one.text("target"), one.get(IncidentVector.PACKETS), Long::sum);
        }
      }
      if (!anyTarget || packets.isEmpty()) {
        return object;
      }
      List<String> most =
          packets.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(NAMED)
              .map(one -> one.getKey().replaceFirst("/(32|128)$", ""))
              .toList();
      int more = packets.size() - most.size();
      return String.join(", ", most) + (more > 0 ? " +" + more : "");
    }
  }

  /** Takes note of a record that is not reported on: what it says of how runs ended. */
  void pass(JournalRecord r) {
    endings.note(r);
  }

  /** Takes note of a record. */
  void note(JournalRecord r) {
    names.note(r);
    Endings.Part part = endings.of(r.worker()); // Also of one that ends now.
    endings.note(r);
    lastNs = Math.max(lastNs, r.timeNs());
    switch (r.type()) {
      case RUN -> {
        run = r;
        parts.add(Objects.requireNonNull(endings.of(r.worker())));
        boolean live = r.get(Run.KIND) == 1;
        liveSinceNs = live ? Math.min(liveSinceNs, r.get(Run.STARTED_NS)) : liveSinceNs;
      }
      case OBJECT -> {
        monitored.put(r.get(ObjectNote.OBJECT), r.get(ObjectNote.ENFORCES) == 0);
        profiles.put(r.text("name"), r.text("profile"));
      }
      case CONTACT -> {
        long object = r.get(ContactNote.OBJECT);
        contacts.note(names.object(object), monitored.getOrDefault(object, false), r);
      }
      case TOTALS -> add(totals(object(r, Totals.OBJECT)), r, 1, COUNTS);
      case VECTOR_TOTALS ->
          add(
              vectorTotals
                  .computeIfAbsent(object(r, VectorTotals.OBJECT), any -> new LinkedHashMap<>())
                  .computeIfAbsent(
                      VectorIds.name(r.get(VectorTotals.VECTOR)), any -> new TreeMap<>()),
              r,
              2,
              VECTOR_COUNTS);
      case MITIGATION -> list(mitigations, object(r, MitigationNote.OBJECT)).add(r);
      case SAMPLE -> list(samples, object(r, Sample.OBJECT)).add(r);
      case SOURCE -> list(sources, object(r, Source.OBJECT)).add(r);
      case INCIDENT -> {
        boolean live = run != null && run.get(Run.KIND) == 1;
        boolean anyTarget = run != null && run.text("policy").equals(Policies.NO_POLICY);
        String object = object(r, IncidentNote.OBJECT);
        latest = new Attack(object, r, new ArrayList<>(), live, anyTarget, part);
        incidents.put(r.text("id"), latest);
      }
      case INCIDENT_VECTOR -> {
        if (latest != null) {
          latest.vectors.add(r);
        }
      }
      case CAPACITY -> capacity.add(r);
      case NOTE -> notes.add(r);
      case EVIDENCE -> evidence.add(r);
      case EVIDENCE_CONTENT -> evidenceContents.put(r.text("file"), r);
      case END -> endsNs.add(r.timeNs());
      case LOST -> lost = Math.max(lost, r.get(Lost.EVENTS));
      default -> {}
    }
  }

  private String object(JournalRecord record, Field field) {
    return names.object(record.get(field));
  }

  private static List<JournalRecord> list(Map<String, List<JournalRecord>> map, String object) {
    return map.computeIfAbsent(object, any -> new ArrayList<>());
  }

  private static void add(
      NavigableMap<Long, long[]> seconds, JournalRecord r, int from, int count) {
    long[] sums =
        seconds.computeIfAbsent(Math.floorDiv(r.timeNs(), SECOND_NS), any -> new long[count]);
    for (int k = 0; k < count; k++) {
      sums[k] += r.numbers().get(from + k);
    }
  }

  /** Returns counts of an object by second; of all packets for an empty name. */
  NavigableMap<Long, long[]> totals(String object) {
    return totals.computeIfAbsent(object, any -> new TreeMap<>());
  }

  /** Returns how the last of the runs ended; where its beginning is lost, by ends alone. */
  Endings.Ending ending() {
    return parts.stream()
        .max(Comparator.comparingLong(Endings.Part::lastNs).thenComparing(Endings.Part::isUnended))
        .map(Endings.Part::ending)
        .orElse(endsNs.isEmpty() ? Endings.Ending.OPEN : Endings.Ending.NOTED);
  }

  /** Returns how the run ended that an incident was noted in last. */
  Endings.Ending ending(Attack attack) {
    Endings.Part part = attack.part();
    boolean noted = endsNs.contains(attack.note().timeNs()); // Also where its beginning is lost.
    return noted ? Endings.Ending.NOTED : part == null ? Endings.Ending.OPEN : part.ending();
  }

  /** Returns the last moment that the journal knows of; 0 when it knows of none. */
  long asOfNs() {
    long asOfNs = endsNs.isEmpty() ? 0 : endsNs.last();
    for (Endings.Part one : parts) {
      asOfNs = Math.max(asOfNs, one.isUnended() ? one.lastNs() : 0);
    }
    for (Attack one : incidents.values()) {
      asOfNs = Math.max(asOfNs, one.note().timeNs());
    }
    return asOfNs;
  }

  /**
   * Returns the moment at which an incident stood as is told: when it was noted last; or, where its
   * run has no end, the last of that, if it would have been noted since had it gone on.
   */
  long asOfNs(Attack attack) {
    long notedNs = attack.note().timeNs();
    Endings.Part part = attack.part();
    if (part == null || !part.isUnended() || incidents.size() > NOTED_AT_ONCE) {
      return notedNs;
    }
    return part.lastNs() - notedNs > SILENT_NS ? part.lastNs() : notedNs;
  }

  /** Tells whether packets were written beside a run, and not only read by it. */
  boolean hasWrittenEvidence() {
    return evidence.stream()
        .map(one -> evidenceContents.get(one.text("file")))
        .anyMatch(one -> one == null || EvidenceKind.of(one) != EvidenceKind.READ);
  }

  /** Returns the first and the last second that packets were counted in; empty when none. */
  List<Long> observed() {
    NavigableMap<Long, long[]> all = totals("");
    return all.isEmpty()
        ? List.of()
        : List.of(Math.min(all.firstKey(), Math.floorDiv(liveSinceNs, SECOND_NS)), all.lastKey());
  }

  /** Returns the sums over seconds, both included. */
  static long[] sum(NavigableMap<Long, long[]> seconds, int count, long from, long to) {
    long[] sums = new long[count];
    if (from <= to) {
      for (long[] one : seconds.subMap(from, true, to, true).values()) {
        for (int k = 0; k < count; k++) {
          sums[k] += one[k];
        }
      }
    }
    return sums;
  }

  /** Returns where a count is in the sums of {@link #totals}. */
  static int at(Totals field) {
    return field.ordinal() - 1;
  }

  /** Returns where a count is in the sums of {@link #vectorTotals}. */
  static int at(VectorTotals field) {
    return field.ordinal() - 2;
  }
}
