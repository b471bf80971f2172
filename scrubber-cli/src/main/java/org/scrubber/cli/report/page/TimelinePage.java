package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The timeline of an incident: a picture, and the same in few rows for who sees none. */
final class TimelinePage {
  private static final int ROWS = 20;
  private static final List<String> COUNTS = List.of("offered", "passed", "dropped", "challenged");

  private final JsonNode incident;
  private final Words words;
  private final Page page;

  TimelinePage(JsonNode incident, Words words, Page page) {
    this.incident = incident;
    this.words = words;
    this.page = page;
  }

  void write() {
    String picture = TimelineSvg.of(incident, words);
    if (picture.isEmpty()) {
      page.paragraph(words.get("baseline.none"));
      return;
    }
    List<String> heads = new ArrayList<>(List.of(words.get("time")));
    COUNTS.forEach(count -> heads.add(words.get(count.equals("passed") ? "passed.head" : count)));
    page.picture(picture, heads, rows());
  }

  private List<List<Cell>> rows() {
    JsonNode points = incident.path("timeline");
    double stepSeconds = incident.path("timelineStepSeconds").asDouble(1);
    int together = Math.max(1, (points.size() + ROWS - 1) / ROWS);
    List<List<Cell>> rows = new ArrayList<>();
    for (int from = 0; from < points.size(); from += together) {
      int to = Math.min(points.size(), from + together);
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(words.time(points.get(from).path("timeNs").asLong()).substring(11)));
      for (String count : COUNTS) {
        long sum = 0;
        for (int k = from; k < to; k++) {
          sum += points.get(k).path(count).asLong();
        }
        long pps = Math.round(sum / (stepSeconds * (to - from)));
        row.add(Cell.of(words.packetRate(pps)));
      }
      rows.add(row);
    }
    return rows;
  }
}
