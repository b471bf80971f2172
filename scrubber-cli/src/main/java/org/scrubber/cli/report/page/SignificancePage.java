package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.cli.report.nis2.Threshold;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.Page;

/** Deadlines under NIS2, and what is known of what makes an incident significant. */
final class SignificancePage {
  private final Shown whole;
  private final Words words;
  private final Page page;

  SignificancePage(Shown whole, Words words, Page page) {
    this.whole = whole;
    this.words = words;
    this.page = page;
  }

  void write() {
    List<Shown> incidents = whole.each("/nis2");
    if (!incidents.isEmpty()) {
      deadlines(incidents);
      known(incidents);
      thresholds(incidents);
    }
    page.paragraph(words.get("nis2.personal"));
  }

  private void deadlines(List<Shown> incidents) {
    page.heading(3, words.get("nis2.deadlines"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown one : incidents) {
      rows.add(
          List.of(
              one.text("/named"),
              one.time("/earlyWarningByNs"),
              one.time("/notificationByNs"),
              one.time("/finalReportByNs")));
    }
    page.table(
        List.of(
            words.get("object"),
            words.get("nis2.by.early-warning"),
            words.get("nis2.by.notification"),
            words.get("nis2.by.final")),
        rows);
    page.small(words.get("nis2.deadlines.text"));
  }

  private void known(List<Shown> incidents) {
    page.beginFold(3, words.get("nis2.significance"));
    page.paragraph(words.get("nis2.significance.text"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown one : incidents) {
      rows.add(
          List.of(
              one.text("/named"),
              attacked(one),
              one.node().path("overloadMeasured").asBoolean()
                  ? one.number("/overloadSeconds")
                  : Cell.of(words.get("unmeasured")),
              answered(one),
              one.word("nis2.dns.", "/dnsService")));
    }
    page.table(
        List.of(
            words.get("object"),
            words.get("nis2.attacked"),
            words.get("overload"),
            words.get("nis2.answered"),
            words.get("nis2.dns")),
        rows);
  }

  private Cell attacked(Shown one) {
    Cell time = one.duration("/attackedNs");
    return one.node().path("running").asBoolean()
        ? Cell.lines(time, Cell.of(words.get("nis2.atLeast")))
        : time;
  }

  /** In a replay and in monitor mode none were sent, whatever would have been. */
  private Cell answered(Shown one) {
    JsonNode report = whole.node();
    for (JsonNode incident : report.path("incidents")) {
      if (incident.path("id").asText().equals(one.string("/id"))) {
        Outcome outcome = Outcome.of(incident);
        if (outcome != Outcome.DONE) {
          return Cell.of(words.get(outcome.key("challenges")));
        }
      }
    }
    if (one.value("/challengesSent") == 0) {
      return Cell.of(words.get("nis2.answered.none"));
    }
    return Cell.lines(
        one.percent("/answeredPercent"),
        Cell.of(
            words.get(
                "nis2.answered.of",
                words.number(one.value("/challengesAnswered")),
                words.number(one.value("/challengesSent")))));
  }

  private void thresholds(List<Shown> incidents) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Threshold threshold : Threshold.values()) {
      String path = "/thresholds/" + threshold.ordinal();
      rows.add(
          List.of(
              Cell.of(words.get("nis2.threshold." + threshold.code())),
              known(threshold, incidents, path),
              new Cell.Blank(toAdd(incidents.getFirst().at(path)))));
    }
    page.table(
        List.of(
            words.get("nis2.threshold"), words.get("nis2.known"), words.get("nis2.met.unknown")),
        rows);
    page.small(words.get("nis2.significance.others"));
    page.endFold();
  }

  private Cell known(Threshold threshold, List<Shown> incidents, String path) {
    if (threshold.limitNs() == 0) {
      return Cell.of(words.get("nis2.known.nothing"));
    }
    Set<String> longer = new LinkedHashSet<>();
    Set<String> shorter = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (Shown one : incidents) {
      boolean lasted = one.node().at(path + "/attackedLonger").asBoolean();
      (lasted ? longer : shorter).add(one.string("/named"));
      if (threshold.isOfDns() && one.string("/dnsService").equals("none-seen")) {
        others.add(one.string("/named"));
      }
    }
    boolean single = incidents.size() == 1;
    List<Cell> lines = new ArrayList<>();
    line("nis2.known.longer", longer, single, lines);
    line("nis2.known.shorter", shorter, single, lines);
    line("nis2.known.noDns", others, single, lines);
    return new Cell.Several(lines, true);
  }

  private void line(String key, Set<String> attacked, boolean single, List<Cell> to) {
    if (!attacked.isEmpty()) {
      String whose = single ? "" : words.get("colon") + " " + words.joined(attacked);
      to.add(Cell.of(words.get(key) + whose + "."));
    }
  }

  private String toAdd(Shown row) {
    List<String> parts = new ArrayList<>();
    row.node().path("toAdd").forEach(one -> parts.add(words.get("nis2.add." + one.asText())));
    return words.get("nis2.human") + words.get("colon") + " " + words.joined(parts);
  }
}
