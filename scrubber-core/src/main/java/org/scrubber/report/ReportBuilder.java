package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.scrubber.classify.View;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;
import org.scrubber.filter.feed.Contacts;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Mode;
import org.scrubber.policy.Policy;
import org.scrubber.policy.ProtectedObject;
import org.scrubber.report.Report.Count;
import org.scrubber.table.HeavyHitters;

/** Turns a tally into a report. Cold path: once at the end of a run. */
public final class ReportBuilder {
  private static final int TOP_ROWS = 10;

  private final Policy policy;
  private final Tally tally;
  private final Mitigations mitigations;
  private final View view;
  private final Contacts contacts;

  /** Creates a builder over what a worker has left. */
  public ReportBuilder(
      Policy policy, Tally tally, Mitigations mitigations, View view, Contacts contacts) {
    this.policy = policy;
    this.tally = tally;
    this.mitigations = mitigations;
    this.view = view;
    this.contacts = contacts;
  }

  /** Builds the report of a run over the named captures. */
  public Report build(List<String> captures, List<String> warnings, long elapsedNs) {
    boolean empty = tally.packets[Tally.OFFERED] == 0;
    List<String> lines = new ArrayList<>(warnings);
    if (mitigations.refused > 0) {
      lines.add(
          "%,d packets could not raise a mitigation: %d of an object or %,d in all were active"
              .formatted(mitigations.refused, Mitigations.PER_OBJECT, Mitigations.CAPACITY));
    }
    if (mitigations.forgotten > 0) {
      lines.add(
          "%,d ended mitigations made room for others and are not listed"
              .formatted(mitigations.forgotten));
    }
    if (contacts.forgotten() > 0) {
      lines.add(
          "%,d contacts with listed addresses made room for others and are not listed"
              .formatted(contacts.forgotten()));
    }
    List<Contact> met = Contact.of(policy, contacts);
    Set<String> touched =
        met.stream()
            .filter(one -> one.dropped() > 0)
            .map(Contact::object)
            .collect(Collectors.toSet());
    List<Report.ObjectRow> objects = objects();
    return new Report(
        captures(captures),
        policy.name(),
        totals(),
        objects.stream().filter(row -> row.offered().packets() > 0).toList(),
        new VectorRows(policy, tally, mitigations).all(),
        Incidents.of(policy, mitigations),
        met,
        reasons(),
        top(tally.sources, ReportBuilder::address),
        top(tally.targets, ReportBuilder::address),
        top(tally.ports),
        (int) objects.stream().filter(row -> isUntouched(row, touched)).count(),
        List.copyOf(lines),
        empty ? -1 : tally.firstPacketNs,
        empty ? -1 : tally.lastPacketNs,
        elapsedNs);
  }

  private static boolean isUntouched(Report.ObjectRow row, Set<String> touched) {
    long lost = row.dropped().packets() + row.challenged().packets() + row.monitored().packets();
    return lost == 0 && !touched.contains(row.name());
  }

  private List<Report.Capture> captures(List<String> names) {
    long[] counts = tally.captures();
    List<Report.Capture> rows = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      rows.add(new Report.Capture(names.get(k), counts[2 * k], counts[2 * k + 1]));
    }
    return List.copyOf(rows);
  }

  private Report.Totals totals() {
    return new Report.Totals(
        total(Tally.OFFERED),
        total(Tally.PASSED),
        total(Tally.DROPPED),
        total(Tally.CHALLENGED),
        total(Tally.MONITORED),
        total(Tally.UNJUDGED));
  }

  private Count total(int kind) {
    return new Count(tally.packets[kind], tally.bytes[kind]);
  }

  private List<Report.ObjectRow> objects() {
    List<Report.ObjectRow> rows = new ArrayList<>();
    for (int index = 0; index < policy.objects().size(); index++) {
      ProtectedObject object = policy.objects().get(index);
      rows.add(
          new Report.ObjectRow(
              object.name(),
              object.profile(),
              object.mode() == Mode.MONITOR ? "monitor" : "enforce",
              view.describe(index),
              count(index, Tally.OFFERED),
              count(index, Tally.PASSED),
              count(index, Tally.DROPPED),
              count(index, Tally.CHALLENGED),
              count(index, Tally.MONITORED),
              BaselineRows.of(mitigations.baselines(), index)));
    }
    rows.sort(
        Comparator.comparingLong((Report.ObjectRow row) -> -row.offered().packets())
            .thenComparing(Report.ObjectRow::name));
    return rows;
  }

  private Count count(int object, int kind) {
    return new Count(tally.objectPackets[object][kind], tally.objectBytes[object][kind]);
  }

  private List<Report.ReasonRow> reasons() {
    return Reasons.all().stream()
        .filter(reason -> tally.reasonPackets[reason.id()] > 0)
        .map(this::reason)
        .sorted(Comparator.comparingLong((Report.ReasonRow row) -> -row.packets().packets()))
        .toList();
  }

  private Report.ReasonRow reason(Reason reason) {
    int id = reason.id();
    Count count = new Count(tally.reasonPackets[id], tally.reasonBytes[id]);
    return new Report.ReasonRow(reason.code(), reason.text(), count, tally.reasonFirstFrame[id]);
  }

  private interface Value {
    String text(long high, long low);
  }

  private static List<Report.TopRow> top(HeavyHitters values, Value value) {
    List<Report.TopRow> rows = new ArrayList<>();
    for (int place = 0; place < values.places(); place++) {
      long least = values.least(place);
      if (least > 1) {
        rows.add(new Report.TopRow(value.text(values.high(place), values.low(place)), least));
      }
    }
    return first(rows);
  }

  private static List<Report.TopRow> top(TargetPorts ports) {
    return first(
        ports
            .places()
            .mapToObj(at -> new Report.TopRow(TargetPorts.name(at), ports.packets(at)))
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  private static List<Report.TopRow> first(List<Report.TopRow> rows) {
    rows.sort(
        Comparator.comparingLong((Report.TopRow row) -> -row.packets())
            .thenComparing(Report.TopRow::value));
    return List.copyOf(rows.subList(0, Math.min(TOP_ROWS, rows.size())));
  }

  private static String address(long high, long low) {
    return high == Tally.IPV4 ? AddressText.format(4, 0, low) : AddressText.format(6, high, low);
  }
}
