package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What the words of a report mean: those that are in it. */
final class Glossary {
  private final Words words;
  private final List<String> terms = new ArrayList<>();

  Glossary(JsonNode report, Words words) {
    this.words = words;
    if (report.path("incidents").isEmpty()) {
      return;
    }
    terms.addAll(
        List.of(
            "incident",
            "campaign",
            "vector",
            "offered",
            "dropped",
            "challenged",
            "unspoken",
            "threshold",
            "peak",
            "severity",
            "confidence",
            "signature"));
    boolean counted = false;
    boolean reflected = false;
    boolean spoofed = false;
    boolean carpet = false;
    boolean monitored = false;
    for (JsonNode incident : report.path("incidents")) {
      counted |= IncidentPage.Percentile.P95.isTelling(incident.at("/rates/seconds").asLong());
      monitored |= Outcome.wasMonitored(incident);
      for (JsonNode vector : incident.path("vectors")) {
        reflected |= vector.path("reflectors").asLong() > 0;
        spoofed |= vector.path("spoofed").asBoolean();
        carpet |= vector.path("class").asText().equals("carpet");
      }
    }
    addIf(counted, "percentile");
    addIf(reflected, "reflector");
    addIf(spoofed, "spoofed");
    addIf(carpet, "carpet");
    addIf(monitored, "monitor");
    addIf(!report.path("contacts").isEmpty(), "feed");
  }

  private void addIf(boolean used, String term) {
    if (used) {
      terms.add(term);
    }
  }

  void write(Page page) {
    if (terms.isEmpty()) {
      return;
    }
    page.beginSection(false);
    page.beginFold(2, words.get("glossary"), "glossary");
    List<Cell> points = new ArrayList<>();
    terms.forEach(term -> points.add(Cell.of(words.get("glossary." + term))));
    page.points(points);
    page.endFold();
    page.endSection();
  }
}
