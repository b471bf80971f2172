package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What page and Markdown show of contacts with listed addresses. */
final class Contacts {
  /** Rows that are shown; the JSON has all. */
  static final int SHOWN = 50;

  /** Keys of the words over the columns. */
  static final List<String> HEADS =
      List.of("host", "way", "listed", "list", "firstLast", "packets", "outcome");

  private Contacts() {}

  /** Returns what became of the packets, in words. */
  static String outcome(JsonNode row, Words words) {
    long packets = row.path("packets").asLong();
    long dropped = row.path("dropped").asLong();
    if (dropped == 0) {
      return words.get("outcome.reported");
    }
    String what =
        words.get(row.path("monitored").asBoolean() ? "outcome.monitored" : "outcome.dropped");
    return dropped < packets ? "%s (%s)".formatted(what, words.number(dropped)) : what;
  }
}
