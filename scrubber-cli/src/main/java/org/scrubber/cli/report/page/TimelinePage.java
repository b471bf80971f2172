package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** The timeline of an incident: a picture, and the same in few rows for who sees none. */
final class TimelinePage {
  private static final int ROWS = 20;

  /** A second that is less of one is shown much higher than what was counted in it. */
  private static final double WHOLE = 0.9;

  private static final List<String> COUNTS = List.of("offered", "passed", "dropped", "challenged");
  private static final List<String> MONITORED = List.of("offered", "passed", "monitored");

  private final JsonNode incident;
  private final Outcome outcome;
  private final List<String> counts;
  private final Words words;
  private final Page page;

  TimelinePage(JsonNode incident, Outcome outcome, Words words, Page page) {
    this.incident = incident;
    this.outcome = outcome;
    boolean challenged = incident.at("/totals/challenged/packets").asLong() > 0;
    List<String> unchallenged = COUNTS.subList(0, COUNTS.size() - 1);
    counts = outcome.isMonitored() ? MONITORED : challenged ? COUNTS : unchallenged;
    this.words = words;
    this.page = page;
  }

  void write() {
    String picture = TimelineSvg.of(incident, outcome, words);
    if (picture.isEmpty()) {
      page.paragraph(words.get("timeline.none"));
      return;
    }
    List<String> heads = new ArrayList<>(List.of(words.get("time")));
    counts.forEach(count -> heads.add(words.get(head(count))));
    page.picture(picture, heads, rows());
    int points = incident.path("timeline").size();
    double last = TimelineSvg.seconds(incident, points - 1, points);
    if (last < WHOLE * incident.path("timelineStepSeconds").asDouble(1)) {
      page.paragraph(words.get("timeline.part", words.duration((long) (last * 1e9))));
    }
  }

  private String head(String count) {
    return switch (count) {
      case "passed" -> outcome.key("passed.head");
      case "dropped", "challenged" -> outcome.key(count);
      default -> count;
    };
  }

  private List<List<Cell>> rows() {
    JsonNode points = incident.path("timeline");
    int together = Math.max(1, (points.size() + ROWS - 1) / ROWS);
    List<List<Cell>> rows = new ArrayList<>();
    for (int from = 0; from < points.size(); from += together) {
      int to = Math.min(points.size(), from + together);
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(words.time(points.get(from).path("timeNs").asLong()).substring(11)));
      for (String count : counts) {
        long sum = 0;
        for (int k = from; k < to; k++) {
          sum += points.get(k).path(count).asLong();
        }
        long pps = Math.round(sum / TimelineSvg.seconds(incident, from, to));
        row.add(new Cell.Figure(words.packetRate(pps)));
      }
      rows.add(row);
    }
    return rows;
  }
}
