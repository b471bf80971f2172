package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.report.Report;

/**
 * The table of mitigations: a row each, and beneath it, indented, what the flood looked like.
 *
 * <p>Counts of objects that only monitor stand in a column of their own, since those packets passed.
 */
final class VectorTable {
  private static final String INDENT = "    ";

  /** Longest target that stands in the table's last column; longer ones stand beneath. */
  private static final int MAX_TARGET_WIDTH = 18;

  private final boolean dates;
  private final boolean anyDropped;
  private final boolean anyChallenge;
  private final boolean anyMonitor;
  private final TextTable table = new TextTable("  ");

  /**
   * Creates the table's columns.
   *
   * @param dates whether a start needs its date
   * @param rows all rows that may be added
   */
  VectorTable(boolean dates, List<Report.VectorRow> rows) {
    this.dates = dates;
    anyMonitor = rows.stream().anyMatch(Report.VectorRow::monitored);
    anyDropped = rows.stream().anyMatch(row -> !row.monitored());
    anyChallenge = rows.stream().anyMatch(row -> !row.monitored() && row.challenged().packets() > 0);
    table.left("OBJECT").left("VECTOR").left("START").right("LENGTH").right("PEAK");
    if (anyDropped) {
      table.right("DROPPED");
    }
    if (anyChallenge) {
      table.right("CHALLENGE");
    }
    if (anyMonitor) {
      table.right("WOULD DROP");
    }
    table.right("SOURCES").left("TARGET");
  }

  void add(Report.VectorRow row) {
    String start = Quantity.time(row.startNs());
    List<String> cells = new ArrayList<>();
    cells.add(Names.shortened(row.object()));
    cells.add(row.vector());
    cells.add(dates ? Quantity.date(row.startNs()) + " " + start : start);
    cells.add(Quantity.duration(row.stopNs() - row.startNs()));
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
    cells.add(row.spoofed() ? "spoofed" : Quantity.count(row.sources()));
    String target = Names.target(row.target());
    cells.add(target.length() <= MAX_TARGET_WIDTH ? target : "");
    table.row(cells);
    details(row);
  }

  private void details(Report.VectorRow row) {
    List<String> rates = new ArrayList<>();
    String target = Names.target(row.target());
    if (target.length() > MAX_TARGET_WIDTH) {
      rates.add("target " + target);
    }
    rates.add("peak " + Quantity.bitRate(row.peakBps()));
    rates.add("mean " + Quantity.packetRate(row.meanPps()) + ", " + Quantity.bitRate(row.meanBps()));
    rates.add("first frame " + Quantity.count(row.firstFrame()));
    if (!row.ended()) {
      rates.add("still on at the end");
    }
    wrap(rates).forEach(table::detail);
    List<String> words = new ArrayList<>();
    if (!row.raisedBy().isEmpty()) {
      words.add("raised by " + row.raisedBy());
    }
    if (!row.signature().isEmpty()) {
      words.add("looks like " + row.signature());
    }
    wrap(words).forEach(table::detail);
  }

  /** Returns the parts, joined by semicolons, on as few lines as fit. */
  private static List<String> wrap(List<String> parts) {
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

  /** Returns the title line and the rows. */
  List<String> lines() {
    return table.lines();
  }
}
