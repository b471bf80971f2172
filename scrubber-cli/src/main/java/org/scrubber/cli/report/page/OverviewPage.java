package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What a report is about, and where in it what is. */
final class OverviewPage {
  /** More objects are counted instead of named. */
  private static final int NAMED = 3;

  private final Shown whole;
  private final Words words;
  private final Page page;

  OverviewPage(Shown whole, Words words, Page page) {
    this.whole = whole;
    this.words = words;
    this.page = page;
  }

  /** Returns a report's title: whom it is about, and what time. */
  static String title(JsonNode report, Words words) {
    JsonNode incidents = report.path("incidents");
    if (incidents.isEmpty()) {
      return words.get("title");
    }
    Set<String> objects = new LinkedHashSet<>();
    long fromNs = Long.MAX_VALUE;
    long toNs = Long.MIN_VALUE;
    for (JsonNode one : incidents) {
      objects.add(one.path("named").asText());
      fromNs = Math.min(fromNs, one.path("startNs").asLong());
      toNs = Math.max(toNs, one.path("stopNs").asLong());
    }
    String whom =
        objects.size() > NAMED
            ? words.get("title.objects", words.number(objects.size()))
            : String.join(", ", objects);
    String from = words.time(fromNs);
    String to = words.time(toNs);
    boolean sameDay = from.substring(0, 10).equals(to.substring(0, 10));
    if (from.equals(to)) {
      return words.get("title.moment", whom, from);
    }
    return words.get("title.span", whom, from, sameDay ? to.substring(11) : to);
  }

  /** Returns the heading of an incident: whose, and of when. */
  static String heading(Shown incident, Words words) {
    return incident.string("/named") + ", " + words.time(incident.value("/startNs"));
  }

  /** Returns where an incident is on the page. */
  static String id(Shown incident) {
    return incident.string("/id");
  }

  /** Adds a list of the parts, and of the incidents where there are several. */
  void write(List<Cell> parts) {
    List<Shown> incidents = whole.each("/incidents");
    if (incidents.size() > 1) {
      page.heading(2, words.get("overview"), "overview");
      page.table(
          List.of(
              words.get("object"),
              words.get("from"),
              words.get("duration"),
              words.get("vectors"),
              words.get("peak"),
              words.get("severity"),
              words.get("state")),
          incidents.stream().map(this::row).toList());
    }
    page.contents(parts);
  }

  private List<Cell> row(Shown one) {
    List<String> vectors = new ArrayList<>();
    for (JsonNode vector : one.node().path("vectors")) {
      String name = vector.path("vector").asText();
      if (vector.path("significant").asBoolean() && !vectors.contains(name)) {
        vectors.add(name);
      }
    }
    return List.of(
        new Cell.Link(one.string("/named"), id(one)),
        one.time("/startNs"),
        one.span("/durationNs", "/startNs", "/stopNs"),
        Cell.of(String.join(", ", vectors)),
        one.packetRate("/peakPps"),
        one.word("severity.", "/severity"),
        Cell.of(Summary.state(one.node(), Outcome.of(one.node()), words)));
  }
}
