package org.scrubber.cli.journal;

import java.util.Locale;
import org.scrubber.classify.Vectors;
import org.scrubber.cli.render.Printable;
import org.scrubber.cli.render.Quantity;
import org.scrubber.cli.render.RaisedBy;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Capacity;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.Fields.End;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.EvidenceContent;
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
import org.scrubber.report.Incident;
import org.scrubber.report.Incident.State;

/** Events as lines: time, object, what happened. */
final class EventText {
  private static final int OBJECT_WIDTH = 18;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final EventNames names;
  private final Raisings raisings;
  private final SamplePacket.Reader packets = new SamplePacket.Reader();

  EventText(EventNames names, Raisings raisings) {
    this.names = names;
    this.raisings = raisings;
  }

  /** Returns an event as a line that ends with a line feed. */
  String line(JournalRecord record) {
    return line(record, words(record));
  }

  /** Returns a line with an event's time and object, and other words. */
  String line(JournalRecord record, String words) {
    return line(record, names.object(record), words);
  }

  /**
   * Returns words as such a line.
   *
   * @param record that they are of the time of
   * @param object that they are about, or empty
   */
  static String line(JournalRecord record, String object, String words) {
    String time = Quantity.iso(record.timeNs()).substring(0, 23) + "Z";
    String line = "%s %s %s".formatted(time, pad(object.isEmpty() ? "-" : object), words);
    return Printable.line(line) + "\n";
  }

  private static String pad(String object) {
    return object + " ".repeat(Math.max(0, OBJECT_WIDTH - object.length()));
  }

  private String words(JournalRecord r) {
    return switch (r.type()) {
      case RUN -> run(r);
      case OBJECT ->
          "protected: %s, %s mode, %s"
              .formatted(
                  r.text("profile"),
                  r.get(ObjectNote.ENFORCES) == 0 ? "monitor" : "enforce",
                  r.text("prefixes"));
      case MITIGATION -> mitigation(r);
      case TOTALS ->
          "second: offered %s (%s), passed %s, dropped %s, %s %s"
              .formatted(
                  Quantity.count(r.get(Totals.OFFERED_PACKETS)),
                  Quantity.bitRate(8.0 * r.get(Totals.OFFERED_BYTES)),
                  Quantity.count(r.get(Totals.PASSED_PACKETS)),
                  Quantity.count(r.get(Totals.DROPPED_PACKETS)),
                  names.challenged(),
                  Quantity.count(r.get(Totals.CHALLENGED_PACKETS)));
      case VECTOR_TOTALS ->
          "second of %s: offered %s (%s), passed %s, dropped %s, %s %s"
              .formatted(
                  VectorIds.name(r.get(VectorTotals.VECTOR)),
                  Quantity.count(r.get(VectorTotals.OFFERED_PACKETS)),
                  Quantity.bitRate(8.0 * r.get(VectorTotals.OFFERED_BYTES)),
                  Quantity.count(r.get(VectorTotals.PASSED_PACKETS)),
                  Quantity.count(r.get(VectorTotals.DROPPED_PACKETS)),
                  names.challenged(),
                  Quantity.count(r.get(VectorTotals.CHALLENGED_PACKETS)));
      case SAMPLE ->
          "sample of %s: %s%s"
              .formatted(cause(r), packets.read(r).describe(), raisings.of(names.run(), r));
      case INCIDENT -> incident(r);
      case INCIDENT_VECTOR ->
          "%s %s of %s: %speak %s%s, %s, sources %s, pulses %d"
              .formatted(
                  r.get(IncidentVector.PART) == 1 ? "  part" : "  vector",
                  VectorIds.name(r.get(IncidentVector.VECTOR)),
                  r.text("target"),
                  soFar(state(r)),
                  Quantity.packetRate(r.get(IncidentVector.PEAK_PPS)),
                  brief(r.get(IncidentVector.START_NS), r.get(IncidentVector.STOP_NS)),
                  Quantity.counted(r.get(IncidentVector.PACKETS), "packet"),
                  Quantity.distinct(r.get(IncidentVector.SOURCES)),
                  r.get(IncidentVector.PULSES));
      case SOURCE ->
          "top source %s: at least %s"
              .formatted(
                  EventNames.prefix(
                      r.get(Source.FAMILY),
                      r.get(Source.HIGH),
                      r.get(Source.LOW),
                      r.get(Source.FAMILY) == 4 ? 32 : 64),
                  Quantity.counted(r.get(Source.PACKETS), "packet"));
      case CAPACITY -> capacity(r);
      case CONTACT -> contact(r);
      case LOST -> "lost so far: " + Quantity.counted(r.get(Lost.EVENTS), "event");
      case NOTE -> r.text("text");
      case EVIDENCE ->
          "evidence %s, %s, sha256 %s"
              .formatted(r.text("file"), Quantity.bytes(r.get(Evidence.BYTES)), r.text("sha256"));
      case EVIDENCE_CONTENT -> content(r);
      case END -> ended(r, new long[r.numbers().size()]);
    };
  }

  /**
   * Returns the words of the end of a run.
   *
   * @param before what it counted under earlier policies, by the numbers of the record
   */
  String ended(JournalRecord r, long[] before) {
    return "run ended: offered %s, passed %s, dropped %s, %s %s"
        .formatted(
            Quantity.count(sum(r, End.OFFERED_PACKETS, before)),
            Quantity.count(sum(r, End.PASSED_PACKETS, before)),
            Quantity.count(sum(r, End.DROPPED_PACKETS, before)),
            names.challenged(),
            Quantity.count(sum(r, End.CHALLENGED_PACKETS, before)));
  }

  private static long sum(JournalRecord r, End count, long[] before) {
    return r.get(count) + before[count.ordinal()];
  }

  /** Returns vector and reason, once where they are the same or there is no vector. */
  private static String cause(JournalRecord sample) {
    String vector = VectorIds.name(sample.get(Sample.VECTOR));
    String reason = EventNames.reason(sample.get(Sample.REASON));
    boolean one = sample.get(Sample.VECTOR) == Vectors.NONE || vector.equals(reason);
    return one ? reason : vector + ", " + reason;
  }

  private static String run(JournalRecord r) {
    return "%s begins: %s; policy %s (sha256 %s), scrubber %s, by %s"
        .formatted(
            r.get(Run.KIND) == 0 ? "replay" : "run",
            r.text("inputs"),
            r.text("policy"),
            r.text("policySha256"),
            r.text("software"),
            r.text("user"));
  }

  private String mitigation(JournalRecord r) {
    long state = r.get(MitigationNote.STATE);
    boolean stands = state == 2 && r.get(MitigationNote.SOURCES) > 0; // Noted as a run ends.
    String head =
        "mitigation %s: %s of %s, "
            .formatted(
                stands ? "still in place" : EventWords.of(MitigationNote.STATE, state),
                VectorIds.name(r.get(MitigationNote.VECTOR)),
                EventObject.target(r));
    long ratePps = r.get(MitigationNote.RATE_PPS);
    long thresholdPps = r.get(MitigationNote.THRESHOLD_PPS);
    if (state == 1) {
      return head + RaisedBy.words(ratePps, thresholdPps, r.get(MitigationNote.BURST));
    }
    long lastNs = r.get(MitigationNote.LAST_NS);
    boolean quiet = stands && State.of(true, lastNs, r.timeNs()) == State.HELD;
    head += quiet ? "quiet for " + Quantity.span(lastNs, r.timeNs()) : Quantity.packetRate(ratePps);
    head += ", threshold " + Quantity.packetRate(thresholdPps);
    String looks = r.text("signature").isEmpty() ? "" : ", looks like " + r.text("signature");
    return head
        + ", by it dropped %s, %s %s since it was raised first%s"
            .formatted(
                Quantity.count(r.get(MitigationNote.DROPPED_PACKETS)),
                names.challenged(),
                Quantity.count(r.get(MitigationNote.CHALLENGED_PACKETS)),
                looks);
  }

  private static String capacity(JournalRecord r) {
    String tables =
        "capacity: about %s of %s flows, %s evicted, pressure %d"
            .formatted(
                Quantity.count(r.get(Capacity.FLOWS)),
                Quantity.count(r.get(Capacity.FLOW_PLACES)),
                Quantity.count(r.get(Capacity.EVICTED_FLOWS)),
                r.get(Capacity.PRESSURE));
    long busyPercent = r.get(Capacity.BUSY_PERCENT);
    return busyPercent == 0
        ? tables
        : "%s, busy up to %d %%, %s lost, %s shed so far"
            .formatted(
                tables,
                busyPercent,
                Quantity.count(r.get(Capacity.LOST_PACKETS)),
                Quantity.count(r.get(Capacity.SHED_PACKETS)));
  }

  private static String contact(JournalRecord r) {
    boolean out = r.get(ContactNote.OUTBOUND) == 1;
    boolean stands = r.get(ContactNote.STATE) == 2;
    return "contact%s: %s %s %s, on %s, which %s; so far %s, %s dropped"
        .formatted(
            stands ? " in all" : "",
            EventObject.host(r),
            out ? "calls" : "is called by",
            EventObject.listed(r),
            r.text("list"),
            r.get(ContactNote.BLOCKS) == 1 ? "blocks" : "reports",
            Quantity.counted(r.get(ContactNote.PACKETS), "packet"),
            Quantity.count(r.get(ContactNote.DROPPED_PACKETS)));
  }

  private static String content(JournalRecord r) {
    EvidenceKind known = EvidenceKind.of(r);
    String kind = known == null ? "packets" : known.words();
    long firstNs = r.get(EvidenceContent.FIRST_NS);
    String times =
        firstNs == 0
            ? ""
            : ", from %s to %s"
                .formatted(Quantity.iso(firstNs), Quantity.iso(r.get(EvidenceContent.LAST_NS)));
    return "  holds %s: %s%s"
        .formatted(kind, Quantity.counted(r.get(EvidenceContent.PACKETS), "packet"), times);
  }

  /** Returns how an incident or a vector of one stood when it was noted. */
  static State state(JournalRecord r) {
    boolean vector = r.type() == EventType.INCIDENT_VECTOR;
    long running = r.get(vector ? IncidentVector.RUNNING : IncidentNote.RUNNING);
    long stopNs = r.get(vector ? IncidentVector.STOP_NS : IncidentNote.STOP_NS);
    return State.of(running == 1, stopNs, r.timeNs());
  }

  /** Counts of what goes on are those of the line's time: later lines may know of more. */
  private static String soFar(State state) {
    return state == State.RUNNING ? "so far " : "";
  }

  /** A mitigation's rate may be of less than a second; a peak never is. */
  private static String brief(long startNs, long stopNs) {
    return stopNs - startNs < NS_PER_SECOND ? " of a whole second" : "";
  }

  private static String incident(JournalRecord r) {
    int severity = r.index(IncidentNote.SEVERITY);
    Incident.Severity[] all = Incident.Severity.values();
    String named = severity >= 0 && severity < all.length ? all[severity].name() : "" + severity;
    State state = state(r);
    return "%s %s: %s, %speak %s%s, %s, targets %s"
        .formatted(
            r.text("id"),
            switch (state) {
              case RUNNING -> "runs";
              case HELD ->
                  "is quiet for %s, mitigation still held"
                      .formatted(Quantity.span(r.get(IncidentNote.STOP_NS), r.timeNs()));
              case OVER -> "is over";
            },
            named.toLowerCase(Locale.ROOT),
            soFar(state),
            Quantity.packetRate(r.get(IncidentNote.PEAK_PPS)),
            brief(r.get(IncidentNote.START_NS), r.get(IncidentNote.STOP_NS)),
            Quantity.counted(r.get(IncidentNote.PACKETS), "packet"),
            r.text("targets"));
  }
}
