package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.report.ReportOptions.Stage;

/** A report as one page that needs nothing else: no network, no script. */
final class HtmlReport {
  private static final String STYLE = "report.css";

  private final JsonNode report;
  private final Words words;
  private final Html html = new Html();

  private HtmlReport(JsonNode report, Words words) {
    this.report = report;
    this.words = words;
  }

  /** Returns the page. */
  static String render(JsonNode report, @Nullable Stage stage, Words words) {
    HtmlReport page = new HtmlReport(report, words);
    page.write(stage);
    return page.html.toString();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException(STYLE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(@Nullable Stage stage) {
    String title = words.get("title");
    html.raw("<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n".formatted(words.language()));
    html.raw("<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.element("title", title);
    html.raw("<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n");
    html.element("h1", title);
    if (!report.path("redactedFor").asText().isEmpty()) {
      html.element("p", words.get("redacted", report.path("redactedFor").asText()));
    }
    if (stage != null) {
      nis2(stage);
    }
    JsonNode incidents = report.path("incidents");
    if (incidents.isEmpty()) {
      html.element("p", words.get("summary.none"));
    }
    for (int k = 0; k < incidents.size(); k++) {
      html.raw("<section>\n");
      new HtmlIncident(incidents.get(k), "/incidents/" + k, words, html).write();
      html.raw("</section>\n");
    }
    contacts();
    evidence();
    notes();
    origin();
    html.raw("</main>\n</body>\n</html>\n");
  }

  private void nis2(Stage stage) {
    html.raw("<section class=\"nis2\">\n");
    html.element("h2", words.get("nis2") + ": " + words.get("nis2." + stage.code()));
    html.element("p", words.get("nis2.intro"));
    String question = words.get("nis2.question");
    String answer = words.get("nis2.answer");
    html.table(question, answer);
    List<Nis2.Row> rows = Nis2.rows(report, stage, words);
    for (Nis2.Row row : rows) {
      html.row(
          question,
          Html.escape(row.question()),
          answer,
          row.isForHuman()
              ? "<mark>" + Html.escape(words.get("nis2.human")) + "</mark>"
              : Html.escape(row.answer()));
    }
    html.endTable().raw("</section>\n");
  }

  private void contacts() {
    JsonNode rows = report.path("contacts");
    if (rows.isEmpty()) {
      return;
    }
    html.raw("<section>\n").element("h2", words.get("contacts"));
    html.element("p", words.get("contacts.text"));
    String[] heads = new String[Contacts.HEADS.size()];
    for (int k = 0; k < heads.length; k++) {
      heads[k] = words.get(Contacts.HEADS.get(k));
    }
    html.table(heads);
    for (int k = 0; k < Math.min(Contacts.SHOWN, rows.size()); k++) {
      String path = "/contacts/" + k + "/";
      JsonNode row = rows.get(k);
      html.row(
          heads[0],
          Html.escape(row.path("host").asText())
              + "<br>"
              + Html.escape(row.path("object").asText()),
          heads[1],
          Html.escape(words.get("way." + row.path("direction").asText())),
          heads[2],
          Html.escape(row.path("listed").asText()),
          heads[3],
          Html.escape(row.path("list").asText()),
          heads[4],
          time(path + "firstNs", row.path("firstNs").asLong())
              + "<br>"
              + time(path + "lastNs", row.path("lastNs").asLong()),
          heads[5],
          number(path + "packets", row.path("packets").asLong())
              + "<br>"
              + Html.data(
                  path + "bytes",
                  row.path("bytes").asLong(),
                  words.bytes(row.path("bytes").asLong())),
          heads[6],
          Html.escape(Contacts.outcome(row, words)));
    }
    html.endTable();
    if (rows.size() > Contacts.SHOWN) {
      html.element("p", words.get("more", words.number(rows.size() - Contacts.SHOWN)));
    }
    html.raw("</section>\n");
  }

  private String number(String pointer, long value) {
    return Html.data(pointer, value, words.number(value));
  }

  private String time(String pointer, long value) {
    return Html.data(pointer, value, words.time(value));
  }

  private void evidence() {
    html.raw("<section>\n").element("h2", words.get("evidence"));
    JsonNode files = report.path("evidence");
    if (files.isEmpty()) {
      html.element("p", words.get("evidence.none"));
    } else {
      String file = words.get("file");
      String bytes = words.get("bytes");
      html.table(file, bytes, "SHA-256");
      for (int k = 0; k < files.size(); k++) {
        JsonNode one = files.get(k);
        html.row(
            file,
            Html.escape(one.path("file").asText()),
            bytes,
            Html.data(
                "/evidence/" + k + "/bytes",
                one.path("bytes").asLong(),
                words.number(one.path("bytes").asLong())),
            "SHA-256",
            "<code>" + Html.escape(one.path("sha256").asText()) + "</code>");
      }
      html.endTable();
    }
    html.element("p", words.get("personal")).raw("</section>\n");
  }

  private void notes() {
    JsonNode notes = report.path("notes");
    if (notes.isEmpty()) {
      return;
    }
    html.raw("<section>\n").element("h2", words.get("notes")).raw("<ul>\n");
    for (JsonNode one : notes) {
      html.element(
          "li", words.time(one.path("timeNs").asLong()) + " UTC: " + one.path("text").asText());
    }
    html.raw("</ul>\n</section>\n");
  }

  private void origin() {
    JsonNode run = report.path("run");
    JsonNode journal = report.path("journal");
    html.raw("<section>\n").element("h2", words.get("origin")).raw("<dl>\n");
    html.fact(words.get("software"), Html.escape("scrubber " + run.path("software").asText()));
    html.fact(
        words.get("policy"),
        Html.escape(run.path("policy").asText())
            + " <code>"
            + Html.escape(run.path("policySha256").asText())
            + "</code>");
    html.fact(words.get("inputs"), Html.escape(run.path("inputs").asText()));
    List<String> databases = new ArrayList<>();
    for (JsonNode one : report.path("geo")) {
      String built = one.path("built").asText().substring(0, 10);
      databases.add("%s (%s)".formatted(one.path("type").asText(), built));
    }
    if (!databases.isEmpty()) {
      html.fact(words.get("geo"), Html.escape(String.join(", ", databases)));
    }
    html.fact(words.get("clock"), Html.escape(words.get("clock.text")));
    html.fact(
        words.get("journal"),
        Html.escape(
            words.get(
                "journal.text",
                words.number(journal.path("events").asLong()),
                words.number(journal.path("lost").asLong()))));
    html.raw("</dl>\n</section>\n");
  }
}
