package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.report.Report;

/**
 * The table of mitigations: a row each, and beneath it, indented, what the flood looked like.
 *
 * <p>Counts of objects that only monitor stand in a column of their own, since those packets
 * passed.
 */
final class VectorTable {
  private static final String INDENT = "    ";
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final boolean dates;
  private final long endNs;
  private final boolean targetColumn;
  private final boolean anyDropped;
  private final boolean anyChallenge;
  private final boolean anyMonitor;
  private final TextTable table = new TextTable("  ");

  private VectorTable(
      boolean dates, boolean targetColumn, List<Report.VectorRow> rows, long endNs) {
    this.dates = dates;
    this.endNs = endNs;
    this.targetColumn = targetColumn;
    anyMonitor = rows.stream().anyMatch(Report.VectorRow::monitored);
    anyDropped = rows.stream().anyMatch(row -> !row.monitored());
    anyChallenge =
        rows.stream().anyMatch(row -> !row.monitored() && row.challenged().packets() > 0);
    table.left("OBJECT").left("VECTOR").left("START").right("FOR").right("PEAK");
    if (anyDropped) {
      table.right("DROPPED");
    }
    if (anyChallenge) {
      table.right("CHALLENGE");
    }
    if (anyMonitor) {
      table.right("WOULD DROP");
    }
    table.right("SOURCES");
    if (targetColumn) {
      table.left("TARGET");
    }
    rows.forEach(this::add);
  }

  /**
   * Returns the title line and the rows; targets stand in a column, or beneath when that would be
   * too wide.
   *
   * @param dates whether a start needs its date
   * @param endNs the last packet of all, ns since the epoch
   */
  static List<String> lines(boolean dates, List<Report.VectorRow> rows, long endNs) {
    List<String> lines = new VectorTable(dates, true, rows, endNs).table.lines();
    return lines.stream().allMatch(line -> line.length() <= TextReport.WIDTH)
        ? lines
        : new VectorTable(dates, false, rows, endNs).table.lines();
  }

  private void add(Report.VectorRow row) {
    String start = Quantity.time(row.startNs());
    List<String> cells = new ArrayList<>();
    cells.add(Names.shortened(row.object()));
    cells.add(row.vector());
    cells.add(dates ? Quantity.date(row.startNs()) + " " + start : start);
    cells.add(Quantity.span(row.startNs(), row.stopNs()));
    cells.add(Quantity.packetRate(row.peakPps()));
    long dropped = row.dropped().packets();
    long challenged = row.challenged().packets();
    if (anyDropped) {
      cells.add(row.monitored() ? "" : Quantity.count(dropped));
    }
    if (anyChallenge) {
      cells.add(row.monitored() ? "" : Quantity.count(challenged));
    }
    if (anyMonitor) {
      cells.add(row.monitored() ? Quantity.count(dropped + challenged) : "");
    }
    cells.add(row.spoofed() ? "spoofed" : Quantity.distinct(row.sources()));
    if (targetColumn) {
      cells.add(Names.target(row.target()));
    }
    table.row(cells);
    details(row);
  }

  private void details(Report.VectorRow row) {
    List<String> rates = new ArrayList<>();
    if (!targetColumn) {
      rates.add("target " + Names.target(row.target()));
    }
    rates.add("peak " + Quantity.bitRate(row.peakBps()));
    rates.add(
        row.stopNs() - row.startNs() < NS_PER_SECOND
            ? "all within a second" // Of which peak and mean are.
            : "mean "
                + Quantity.packetRate(row.meanPps())
                + ", "
                + Quantity.bitRate(row.meanBps()));
    rates.add("first frame " + Quantity.count(row.firstFrame()));
    rates.addAll(IncidentTable.state(!row.ended(), row.stopNs(), endNs));
    wrap(rates).forEach(table::detail);
    List<String> words = new ArrayList<>();
    long offered = row.offered().packets();
    long beside = row.dropped().packets() + row.challenged().packets() - offered;
    if (beside > 0) { // What nobody counts against it goes with it, too.
      String packets = Quantity.counted(offered, "packet");
      words.add(
          "%s counted; %s more stopped beside them".formatted(packets, Quantity.count(beside)));
    } else if (beside < 0) {
      words.add(Quantity.counted(offered, "packet") + " offered");
    }
    if (!row.raisedBy().isEmpty()) {
      words.add("raised by " + row.raisedBy());
    }
    if (!row.signature().isEmpty()) {
      words.add("looks like " + row.signature());
    }
    Report.Challenges challenges = row.challenges();
    if (challenges.sent() > 0) {
      words.add(
          "challenges: %s to send, %s answered, %s SYNs sent on"
              .formatted(
                  Quantity.count(challenges.sent()),
                  Quantity.count(challenges.answered()),
                  Quantity.count(challenges.released())));
    }
    wrap(words).forEach(table::detail);
  }

  /** Returns the parts, joined by semicolons, on as few lines as fit. */
  static List<String> wrap(List<String> parts) {
    if (parts.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(INDENT);
    for (String part : parts) {
      boolean first = line.length() == INDENT.length();
      if (!first && line.length() + 2 + part.length() > TextReport.WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(INDENT);
        first = true;
      }
      line.append(first ? "" : "; ").append(part);
    }
    lines.add(line.toString());
    return lines;
  }
}
