package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.report.ReportOptions.Stage;

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
    return render(report, stage, words, new HtmlPage(words.get("title"), words.language()));
  }

  /** Returns Markdown, for tickets and mail. */
  public static String markdown(JsonNode report, @Nullable Stage stage, Locale language) {
    return render(report, stage, new Words(language), new MarkdownPage());
  }

  private static String render(JsonNode report, @Nullable Stage stage, Words words, Page page) {
    new ReportPage(report, words, page).write(stage);
    return page.toString();
  }

  private void write(@Nullable Stage stage) {
    page.heading(1, words.get("title"));
    if (!report.path("redactedFor").asText().isEmpty()) {
      page.paragraph(words.get("redacted", report.path("redactedFor").asText()));
    }
    if (stage != null) {
      nis2(stage);
    }
    if (report.path("incidents").isEmpty()) {
      page.paragraph(words.get("summary.none"));
    }
    for (Shown incident : whole.each("/incidents")) {
      page.beginSection(false);
      new IncidentPage(incident, words, page).write();
      page.endSection();
    }
    contacts();
    evidence();
    notes();
    new Glossary(report, words).write(page);
    origin();
  }

  private List<String> heads(List<String> keys) {
    return keys.stream().map(key -> words.get(key)).toList();
  }

  private void nis2(Stage stage) {
    page.beginSection(true);
    page.heading(2, words.get("nis2") + ": " + words.get("nis2." + stage.code()));
    page.paragraph(words.get("nis2.intro"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Nis2.Row row : Nis2.rows(report, stage, words)) {
      rows.add(
          List.of(
              Cell.of(row.question()),
              row.isForHuman() ? new Cell.Blank(words.get("nis2.human")) : Cell.of(row.answer())));
    }
    page.table(heads(List.of("nis2.question", "nis2.answer")), rows);
    page.endSection();
  }

  private void contacts() {
    List<Shown> contacts = whole.each("/contacts");
    if (contacts.isEmpty()) {
      return;
    }
    page.beginSection(false);
    page.heading(2, words.get("contacts"));
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

  private void evidence() {
    page.beginSection(false);
    page.heading(2, words.get("evidence"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Shown one : whole.each("/evidence")) {
      List<String> vectors = new ArrayList<>();
      one.node().path("vectors").forEach(vector -> vectors.add(vector.asText()));
      boolean known = one.value("/fromNs") > 0;
      rows.add(
          List.of(
              Cell.lines(one.code("/file"), one.bytes("/bytes"), one.code("/sha256")),
              Cell.lines(one.word("evidence.", "/content"), Cell.of(String.join(", ", vectors))),
              known ? one.number("/packets") : Cell.of(words.get("unknown")),
              known
                  ? Cell.lines(one.time("/fromNs"), one.time("/toNs"))
                  : Cell.of(words.get("unknown")),
              Cell.lines(
                  one.word("sampling.", "/sampling"),
                  Cell.of(known ? cut(one) : words.get("unknown")))));
    }
    if (rows.isEmpty()) {
      page.paragraph(words.get("evidence.none"));
    } else {
      page.table(
          heads(List.of("file.hash", "holds", "packets", "evidence.time", "sampling")), rows);
    }
    page.paragraph(words.get("personal"));
    page.endSection();
  }

  private String cut(Shown file) {
    long bytes = file.value("/truncatedAtBytes");
    return bytes == 0 ? words.get("truncated.none") : words.get("truncated", words.number(bytes));
  }

  private void notes() {
    List<Cell> points = new ArrayList<>();
    for (JsonNode one : report.path("notes")) {
      String time = words.time(one.path("timeNs").asLong());
      points.add(Cell.of(time + " UTC: " + one.path("text").asText()));
    }
    if (!points.isEmpty()) {
      page.beginSection(false);
      page.heading(2, words.get("notes"));
      page.points(points);
      page.endSection();
    }
  }

  private void origin() {
    page.beginSection(false);
    page.heading(2, words.get("origin"));
    List<Page.Fact> facts = new ArrayList<>();
    facts.add(
        new Page.Fact(words.get("software"), Cell.of("scrubber " + whole.string("/run/software"))));
    facts.add(
        new Page.Fact(
            words.get("policy"),
            Cell.lines(whole.text("/run/policy"), whole.code("/run/policySha256"))));
    facts.add(new Page.Fact(words.get("inputs"), whole.text("/run/inputs")));
    List<String> databases = new ArrayList<>();
    for (JsonNode one : report.path("geo")) {
      String built = one.path("built").asText().substring(0, 10);
      databases.add("%s (%s)".formatted(one.path("type").asText(), built));
    }
    if (!databases.isEmpty()) {
      facts.add(new Page.Fact(words.get("geo"), Cell.of(String.join(", ", databases))));
    }
    facts.add(new Page.Fact(words.get("clock"), Cell.of(words.get("clock.text"))));
    facts.add(
        new Page.Fact(
            words.get("journal"),
            Cell.of(
                words.get(
                    "journal.text",
                    words.number(whole.value("/journal/events")),
                    words.number(whole.value("/journal/lost"))))));
    page.facts(facts);
    page.endSection();
  }
}
