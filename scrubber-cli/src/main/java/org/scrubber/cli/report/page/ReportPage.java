package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.page.form.Cell;
import org.scrubber.cli.report.page.form.HtmlPage;
import org.scrubber.cli.report.page.form.MarkdownPage;
import org.scrubber.cli.report.page.form.Page;

/** A report in words: the same in HTML and in Markdown. */
public final class ReportPage {
  private final JsonNode report;
  private final Words words;
  private final Page page;
  private final Shown whole;

  private ReportPage(JsonNode report, Words words, Page page) {
    this.report = report;
    this.words = words;
    this.page = page;
    whole = new Shown(report, "", words);
  }

  /** Returns a page of HTML that needs nothing else: no network, no script. */
  public static String html(JsonNode report, @Nullable Stage stage, Locale language) {
    Words words = new Words(language);
    String title = OverviewPage.title(report, words);
    return render(report, stage, words, new HtmlPage(title, words.language()));
  }

  /** Returns Markdown, for tickets and mail. */
  public static String markdown(JsonNode report, @Nullable Stage stage, Locale language) {
    Words words = new Words(language);
    return render(
        report, stage, words, new MarkdownPage(words.get("colon"), words.get("semicolon")));
  }

  private static String render(JsonNode report, @Nullable Stage stage, Words words, Page page) {
    new ReportPage(report, words, page).write(stage);
    return page.toString();
  }

  private void write(@Nullable Stage stage) {
    page.heading(1, OverviewPage.title(report, words));
    if (whole.value("/asOfNs") > 0) {
      String source = whole.string("/run/kind");
      String ending = whole.string("/run/ending");
      String key = "asOf." + source + (ending.equals("noted") ? "" : "." + ending);
      page.small(words.get(key, words.time(whole.value("/asOfNs"))));
    }
    if (isRedacted()) {
      page.paragraph(words.get("redacted", report.path("redactedFor").asText()));
    }
    new OverviewPage(whole, words, page).write(parts(stage));
    if (stage != null) {
      nis2(stage);
    }
    if (report.path("incidents").isEmpty()) {
      page.paragraph(Summary.none(report, words));
    }
    for (Shown incident : whole.each("/incidents")) {
      page.beginSection(false);
      Outcome outcome = Outcome.of(incident.node());
      new IncidentPage(incident, outcome, isRedacted(), words, page).write();
      page.endSection();
    }
    contacts();
    OriginPage origin = new OriginPage(whole, isRedacted(), words, page);
    origin.evidence();
    notes();
    new Glossary(report, words).write(page);
    origin.origin();
  }

  /** Returns links to what the page has, in its order. */
  private List<Cell> parts(@Nullable Stage stage) {
    List<Cell> parts = new ArrayList<>();
    if (stage != null) {
      parts.add(new Cell.Link("NIS2", "nis2"));
    }
    for (Shown one : whole.each("/incidents")) {
      parts.add(new Cell.Link(OverviewPage.heading(one, words), OverviewPage.id(one)));
    }
    for (String part : List.of("contacts", "evidence", "notes", "glossary", "origin")) {
      boolean always = List.of("evidence", "origin").contains(part);
      String list = part.equals("glossary") ? "/incidents" : "/" + part;
      if (always || !whole.each(list).isEmpty()) {
        parts.add(new Cell.Link(words.get(part), part));
      }
    }
    return parts;
  }

  private boolean isRedacted() {
    return !whole.string("/redactedFor").isEmpty();
  }

  private List<String> heads(List<String> keys) {
    return keys.stream().map(key -> words.get(key)).toList();
  }

  private void nis2(Stage stage) {
    page.beginSection(true);
    page.heading(2, words.get("nis2", words.get("nis2." + stage.code())), "nis2");
    page.paragraph(words.get("nis2.intro"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Nis2.Row row : Nis2.rows(report, stage, words)) {
      rows.add(
          List.of(
              Cell.of(row.question()),
              row.isForHuman() ? new Cell.Blank(words.get("nis2.human")) : answer(row)));
    }
    page.table(heads(List.of("nis2.question", "nis2.answer")), rows);
    if (stage == Stage.FINAL && !report.path("evidence").isEmpty()) {
      page.heading(3, words.get("nis2.evidence"));
      page.points(Nis2.files(report, words).stream().map(Cell::of).toList());
    }
    new SignificancePage(whole, words, page).write();
    page.endSection();
  }

  private static Cell answer(Nis2.Row row) {
    List<Cell> lines = new ArrayList<>();
    row.answer().forEach(line -> lines.add(Cell.of(line)));
    return new Cell.Several(lines, true);
  }

  private void contacts() {
    List<Shown> contacts = whole.each("/contacts");
    if (contacts.isEmpty()) {
      return;
    }
    page.beginSection(false);
    page.heading(2, words.get("contacts"), "contacts");
    page.paragraph(words.get("contacts.text"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown one : contacts.subList(0, Math.min(Contacts.SHOWN, contacts.size()))) {
      rows.add(
          List.of(
              Cell.lines(one.text("/host"), one.text("/object")),
              one.word("way.", "/direction"),
              one.text("/listed"),
              one.text("/list"),
              Cell.lines(one.time("/firstNs"), one.time("/lastNs")),
              Cell.lines(one.number("/packets"), one.bytes("/bytes")),
              Cell.of(Contacts.outcome(one.node(), words))));
    }
    page.table(heads(Contacts.HEADS), rows);
    if (contacts.size() > Contacts.SHOWN) {
      page.paragraph(words.get("more", words.number(contacts.size() - Contacts.SHOWN)));
    }
    page.endSection();
  }

  private void notes() {
    List<Cell> points = new ArrayList<>();
    for (JsonNode one : report.path("notes")) {
      String time = words.time(one.path("timeNs").asLong());
      points.add(Cell.of(time + " UTC: " + one.path("text").asText()));
    }
    if (!points.isEmpty()) {
      page.beginSection(false);
      page.heading(2, words.get("notes"), "notes");
      page.points(points);
      page.endSection();
    }
  }
}
