package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** What follows from an incident: recommendations, open questions, and what was learned. */
final class AdvicePage {
  private final Shown one;
  private final Words words;
  private final Page page;

  AdvicePage(Shown one, Words words, Page page) {
    this.one = one;
    this.words = words;
    this.page = page;
  }

  void write() {
    page.heading(3, words.get("recommendations"));
    List<Cell> points = new ArrayList<>();
    for (JsonNode advice : one.node().path("recommendations")) {
      points.add(
          Cell.of(
              words.get(
                  "advice." + advice.path("code").asText(),
                  advice.path("vector").asText(),
                  advice.path("about").asText())));
    }
    if (points.isEmpty()) {
      page.paragraph(words.get("recommendations.none"));
    } else {
      page.points(points);
    }
    page.beginFold(3, words.get("openQuestions"));
    List<List<Cell>> rows = new ArrayList<>();
    Cell blank = new Cell.Blank(words.get("blank"));
    for (JsonNode question : one.node().path("openQuestions")) {
      rows.add(List.of(Cell.of(words.get("question." + question.asText())), blank));
    }
    rows.add(List.of(Cell.of(words.get("lessons")), blank));
    page.table(List.of(words.get("question"), words.get("answer")), rows);
    page.endFold();
  }
}
