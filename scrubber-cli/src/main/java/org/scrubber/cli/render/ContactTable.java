package org.scrubber.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.report.Contact;

/** The table of hosts and listed addresses that met: a row each, and what happened when. */
final class ContactTable {
  private ContactTable() {}

  /**
   * Returns the title line and the rows, each with a line of details.
   *
   * @param dates whether times need their date
   */
  static List<String> lines(boolean dates, List<Contact> rows) {
    TextTable table =
        new TextTable("  ")
            .left("CONTACT")
            .left("OBJECT")
            .left("WAY")
            .left("LISTED")
            .left("LIST")
            .right("PACKETS")
            .left("OUTCOME");
    for (Contact row : rows) {
      table.row(
          row.host(),
          Names.shortened(row.object()),
          row.direction(),
          row.listed(),
          Names.shortened(Printable.line(row.feed())),
          Quantity.count(row.packets().packets()),
          outcome(row));
      List<String> details = new ArrayList<>();
      details.add(Quantity.bytes(row.packets().bytes()));
      boolean sameDay = Quantity.date(row.firstNs()).equals(Quantity.date(row.lastNs()));
      details.add(
          "from "
              + time(dates, row.firstNs())
              + " to "
              + time(dates && !sameDay, row.lastNs())
              + " UTC");
      details.add("first frame " + Quantity.count(row.firstFrame()));
      if (row.dropped() > 0 && row.dropped() < row.packets().packets()) {
        details.add(Quantity.counted(row.dropped(), "packet") + " of them " + lost(row));
      }
      VectorTable.wrap(details).forEach(table::detail);
    }
    return table.lines();
  }

  private static String outcome(Contact row) {
    if (row.dropped() == 0) {
      return "reported";
    }
    return row.dropped() < row.packets().packets() ? "partly " + lost(row) : lost(row);
  }

  private static String lost(Contact row) {
    return row.monitored() ? "would drop" : "dropped";
  }

  private static String time(boolean dates, long timeNs) {
    return dates ? Quantity.date(timeNs) + " " + Quantity.time(timeNs) : Quantity.time(timeNs);
  }
}
