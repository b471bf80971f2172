package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scrubber.report.Contact;
import org.scrubber.report.Incident;
import org.scrubber.report.Report;

/**
 * A report as text for a reader at a terminal of 100 columns.
 *
 * <p>What was not measured is not printed: empty sections vanish, and columns that would hold only
 * zeros with them. Packet and byte counts are exact; rates and sizes have SI prefixes; times are
 * UTC.
 */
public final class TextReport {
  /** Columns that ordinary values fit into. */
  public static final int WIDTH = 100;

  /** Rows of captures shown at most; JSON has all. */
  public static final int MAX_CAPTURES = 10;

  /** Rows of objects shown at most; JSON has all. */
  public static final int MAX_OBJECTS = 20;

  /** Rows of contacts shown at most; JSON has all. */
  public static final int MAX_CONTACTS = 10;

  /** Rows of vectors shown at most; JSON has all. */
  public static final int MAX_VECTORS = 20;

  private static final int TOP_ROWS = 5;
  private static final String INDENT = "    ";

  private final Report report;
  private final Style style;
  private final String taken;
  private final List<String> lines = new ArrayList<>();

  private TextReport(Report report, Style style, String taken) {
    this.report = report;
    this.style = style;
    this.taken = taken;
  }

  /**
   * Returns {@code report} as lines of text, each ended by a line feed.
   *
   * @param closing last lines: what was written, what to do next
   */
  public static String render(Report report, List<String> closing, Style style) {
    return new TextReport(report, style, "read in ").render(closing);
  }

  /** Returns the report of a live capture likewise. */
  public static String renderCaptured(Report report, List<String> closing, Style style) {
    return new TextReport(report, style, "captured in ").render(closing);
  }

  private String render(List<String> closing) {
    header();
    if (report.totals().offered().packets() > 0) {
      totals();
      objects();
      incidents();
      vectors();
      contacts();
      reasons();
      tops();
    }
    closing(closing);
    return String.join("\n", lines) + "\n";
  }

  private void header() {
    Report.Count all = report.totals().offered();
    List<Report.Capture> captures = report.captures();
    boolean several = captures.size() > 1;
    TextTable table = new TextTable().left("").right("").right("").left("");
    for (Report.Capture capture : captures.subList(0, Math.min(captures.size(), MAX_CAPTURES))) {
      String name =
          capture.name().equals("-")
              ? "standard input"
              : Names.file(Printable.line(capture.name()));
      table.row(
          name,
          packets(capture.packets()),
          Quantity.bytes(capture.bytes()),
          several ? "" : speed());
    }
    if (several) {
      String name = captures.size() + " captures";
      table.row(name, packets(all.packets()), Quantity.bytes(all.bytes()), speed());
    }
    List<String> rows = table.lines();
    int last = rows.size() - (several ? 1 : 0);
    lines.addAll(rows.subList(1, last));
    more(captures.size() - MAX_CAPTURES, "capture");
    lines.addAll(rows.subList(last, rows.size()));
    boolean named = report.policy().contains("policy");
    lines.add(period() + (named ? "" : "policy ") + Printable.line(report.policy()));
  }

  private static String packets(long count) {
    return Quantity.counted(count, "packet");
  }

  /** Returns how fast the captures were read. */
  private String speed() {
    long packets = report.totals().offered().packets();
    String text = taken + Quantity.duration(report.elapsedNs());
    if (packets == 0 || report.elapsedNs() <= 0) {
      return text;
    }
    return text + " (" + Quantity.packetRate(packets * 1e9 / report.elapsedNs()) + ")";
  }

  /** Returns when the traffic was, and for how long. */
  private String period() {
    if (report.firstPacketNs() < 0) {
      return "";
    }
    String from =
        Quantity.date(report.firstPacketNs()) + " " + Quantity.time(report.firstPacketNs());
    String to = Quantity.time(report.lastPacketNs());
    if (severalDays()) {
      to = Quantity.date(report.lastPacketNs()) + " " + to;
    }
    String length = Quantity.duration(report.lastPacketNs() - report.firstPacketNs());
    return from + " to " + to + " UTC   " + length + " of traffic   ";
  }

  private boolean severalDays() {
    return !Quantity.date(report.firstPacketNs()).equals(Quantity.date(report.lastPacketNs()));
  }

  private void totals() {
    Report.Totals totals = report.totals();
    TextTable table =
        new TextTable().left("").right("packets").right("share").right("bytes").left("");
    total(table, "offered", totals.offered(), "");
    total(table, "passed", totals.passed(), "");
    if (totals.monitored().packets() > 0) {
      total(table, "  monitored", totals.monitored(), "would be lost in enforce mode");
    }
    if (totals.unjudged().packets() > 0) {
      total(table, "  unjudged", totals.unjudged(), "not IP, or not readable as IP");
    }
    total(table, "dropped", totals.dropped(), "");
    total(table, "would challenge", totals.challenged(), "");
    List<String> rows = table.lines();
    lines.add("");
    lines.add(style.heading(rows.getFirst()));
    for (String row : rows.subList(1, rows.size())) {
      boolean lost = row.startsWith("dropped") && totals.dropped().packets() > 0;
      boolean asked = row.startsWith("would") && totals.challenged().packets() > 0;
      lines.add(lost ? style.bad(row) : asked ? style.attention(row) : row);
    }
  }

  private void total(TextTable table, String label, Report.Count count, String remark) {
    table.row(
        label,
        Quantity.count(count.packets()),
        Quantity.share(count.packets(), report.totals().offered().packets()),
        Quantity.bytes(count.bytes()),
        remark);
  }

  private void objects() {
    List<Report.ObjectRow> rows = report.objects();
    if (rows.isEmpty()) {
      return;
    }
    boolean anyMonitor = rows.stream().anyMatch(row -> row.mode().equals("monitor"));
    boolean anyChallenge = rows.stream().anyMatch(row -> row.challenged().packets() > 0);
    TextTable table = new TextTable("  ").left("OBJECT").left("PROFILE").left("VIEW");
    if (anyMonitor) {
      table.left("MODE");
    }
    table.right("OFFERED").right("PASSED").right("DROPPED");
    if (anyChallenge) {
      table.right("CHALLENGE");
    }
    if (anyMonitor) {
      table.right("WOULD DROP");
    }
    for (Report.ObjectRow row : rows.subList(0, Math.min(rows.size(), MAX_OBJECTS))) {
      List<String> cells =
          new ArrayList<>(List.of(Names.shortened(row.name()), row.profile(), row.view()));
      if (anyMonitor) {
        cells.add(row.mode());
      }
      cells.add(Quantity.count(row.offered().packets()));
      cells.add(Quantity.count(row.passed().packets()));
      cells.add(Quantity.count(row.dropped().packets()));
      if (anyChallenge) {
        cells.add(Quantity.count(row.challenged().packets()));
      }
      if (anyMonitor) {
        cells.add(Quantity.count(row.monitored().packets()));
      }
      table.row(cells);
    }
    section(table);
    more(rows.size() - MAX_OBJECTS, "object");
  }

  private void incidents() {
    List<Incident> rows = report.incidents();
    if (rows.isEmpty()) {
      return;
    }
    section(
        IncidentTable.lines(
            severalDays(),
            rows.subList(0, Math.min(rows.size(), MAX_OBJECTS)),
            report.lastPacketNs()));
    more(rows.size() - MAX_OBJECTS, "incident");
  }

  private void vectors() {
    List<Report.VectorRow> rows = report.vectors();
    if (rows.isEmpty()) {
      return;
    }
    section(VectorTable.lines(severalDays(), largest(rows), report.lastPacketNs()));
    more(rows.size() - MAX_VECTORS, "smaller vector");
  }

  private void contacts() {
    List<Contact> rows = report.contacts();
    if (rows.isEmpty()) {
      return;
    }
    section(
        ContactTable.lines(severalDays(), rows.subList(0, Math.min(rows.size(), MAX_CONTACTS))));
    more(rows.size() - MAX_CONTACTS, "contact");
  }

  /** Returns the rows with the most packets, in their order. */
  private static List<Report.VectorRow> largest(List<Report.VectorRow> rows) {
    if (rows.size() <= MAX_VECTORS) {
      return rows;
    }
    List<Report.VectorRow> bySize = new ArrayList<>(rows);
    bySize.sort(
        Comparator.comparingLong(
            (Report.VectorRow row) -> -row.dropped().packets() - row.challenged().packets()));
    List<Report.VectorRow> kept = bySize.subList(0, MAX_VECTORS);
    return rows.stream().filter(kept::contains).toList();
  }

  private void reasons() {
    if (report.reasons().isEmpty()) {
      if (lost() == 0 && report.vectors().isEmpty()) {
        lines.add("");
        lines.add(
            "nothing dropped, no attack seen: no packet was invalid and no threshold was passed");
      }
      return;
    }
    TextTable table =
        new TextTable("  ").left("REASON").right("PACKETS").right("FIRST FRAME").left("MEANING");
    for (Report.ReasonRow row : report.reasons()) {
      table.row(
          row.code(),
          Quantity.count(row.packets().packets()),
          Quantity.count(row.firstFrame()),
          row.text());
    }
    section(table);
  }

  private long lost() {
    return report.totals().dropped().packets() + report.totals().challenged().packets();
  }

  private void tops() {
    List<List<String>> blocks = new ArrayList<>();
    top(blocks, "TOP SOURCES", report.topSources());
    top(blocks, "TOP TARGETS", report.topTargets());
    top(blocks, "TOP PORTS", report.topPorts());
    lines.addAll(SideBySide.arrange(blocks, WIDTH, style));
  }

  private static void top(List<List<String>> blocks, String title, List<Report.TopRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("  ").left(title).right("PACKETS");
    for (Report.TopRow row : rows.subList(0, Math.min(rows.size(), TOP_ROWS))) {
      table.row(row.value(), Quantity.count(row.packets()));
    }
    blocks.add(table.lines());
  }

  private void closing(List<String> closing) {
    List<String> last = new ArrayList<>();
    if (report.untouchedObjects() > 0 && !report.reasons().isEmpty()) {
      last.add(Quantity.counted(report.untouchedObjects(), "object") + " untouched");
    }
    for (String warning : report.warnings()) {
      last.add(style.attention("warning: " + Printable.line(warning)));
    }
    closing.stream().map(Printable::line).forEach(last::add);
    if (!last.isEmpty()) {
      lines.add("");
      lines.addAll(last);
    }
  }

  private void section(TextTable table) {
    section(table.lines());
  }

  private void section(List<String> rows) {
    lines.add("");
    lines.add(style.heading(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size()));
  }

  private void more(int hidden, String noun) {
    if (hidden > 0) {
      lines.add(INDENT + Quantity.counted(hidden, noun) + " more; --json lists all");
    }
  }
}
