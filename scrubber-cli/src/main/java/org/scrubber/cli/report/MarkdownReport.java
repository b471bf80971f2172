package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.report.ReportOptions.Stage;

/** A report as Markdown, for tickets and mail: summary, vectors, actions, what a stage asks. */
final class MarkdownReport {
  private static final int SHOWN_SOURCES = 20;

  private final JsonNode report;
  private final Words words;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(JsonNode report, Words words) {
    this.report = report;
    this.words = words;
  }

  /** Returns the document. */
  static String render(JsonNode report, @Nullable Stage stage, Words words) {
    MarkdownReport one = new MarkdownReport(report, words);
    one.write(stage);
    return one.text.toString();
  }

  private void write(@Nullable Stage stage) {
    line("# " + words.get("title"));
    if (!report.path("redactedFor").asText().isEmpty()) {
      line(words.get("redacted", report.path("redactedFor").asText()));
    }
    if (stage != null) {
      line("## " + words.get("nis2") + ": " + words.get("nis2." + stage.code()));
      line(words.get("nis2.intro"));
      List<List<String>> rows = new ArrayList<>();
      for (Nis2.Row row : Nis2.rows(report, stage, words)) {
        String answer = row.isForHuman() ? "**" + words.get("nis2.human") + "**" : row.answer();
        rows.add(List.of(row.question(), answer));
      }
      table(List.of(words.get("nis2.question"), words.get("nis2.answer")), rows);
    }
    if (report.path("incidents").isEmpty()) {
      line(words.get("summary.none"));
    }
    report.path("incidents").forEach(this::incident);
    contacts();
    line("## " + words.get("evidence"));
    List<List<String>> files = new ArrayList<>();
    for (JsonNode one : report.path("evidence")) {
      files.add(
          List.of(
              one.path("file").asText(),
              words.number(one.path("bytes").asLong()),
              one.path("sha256").asText()));
    }
    if (files.isEmpty()) {
      line(words.get("evidence.none"));
    } else {
      table(List.of(words.get("file"), words.get("bytes"), "SHA-256"), files);
    }
    line(words.get("personal"));
    JsonNode run = report.path("run");
    line(
        "%s: scrubber %s; %s: %s (%s)"
            .formatted(
                words.get("software"),
                run.path("software").asText(),
                words.get("policy"),
                run.path("policy").asText(),
                run.path("policySha256").asText()));
  }

  private void incident(JsonNode one) {
    line("## " + one.path("object").asText());
    line(Summary.incident(one, words));
    line("`" + one.path("id").asText() + "`");
    List<List<String>> vectors = new ArrayList<>();
    for (JsonNode vector : one.path("vectors")) {
      vectors.add(
          List.of(
              vector.path("vector").asText(),
              words.get("class." + vector.path("class").asText()),
              vector.path("target").asText(),
              words.time(vector.path("startNs").asLong()),
              words.duration(vector.path("stopNs").asLong() - vector.path("startNs").asLong()),
              words.packetRate(vector.path("peakPps").asLong()),
              words.number(vector.path("packets").asLong()),
              words.number(vector.path("sources").asLong())));
    }
    table(
        List.of(
            words.get("vector"),
            words.get("class"),
            words.get("targets"),
            words.get("time"),
            words.get("duration"),
            words.get("peak"),
            words.get("packets"),
            words.get("sources")),
        vectors);
    List<List<String>> actions = new ArrayList<>();
    for (JsonNode action : one.path("actions")) {
      actions.add(
          List.of(
              words.time(action.path("timeNs").asLong()),
              words.get("action." + action.path("action").asText()),
              action.path("vector").asText(),
              action.path("target").asText(),
              words.packetRate(action.path("thresholdPps").asLong()),
              words.number(action.path("dropped").asLong()),
              words.number(action.path("challenged").asLong())));
    }
    table(
        List.of(
            words.get("time"),
            words.get("action"),
            words.get("vector"),
            words.get("targets"),
            words.get("threshold"),
            words.get("dropped"),
            words.get("challenged")),
        actions);
    sources(one);
  }

  private void sources(JsonNode one) {
    boolean located = !one.path("topCountries").isEmpty();
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : one.path("topSources")) {
      String source = row.path("source").asText();
      String packets = words.number(row.path("packets").asLong());
      rows.add(
          located
              ? List.of(
                  source, words.network(row), words.country(row.path("country").asText()), packets)
              : List.of(source, packets));
    }
    if (rows.isEmpty()) {
      return;
    }
    int shown = Math.min(rows.size(), SHOWN_SOURCES);
    String source = words.get("source");
    String packets = words.get("atLeast");
    line("### " + words.get("topSources"));
    table(
        located
            ? List.of(source, words.get("network"), words.get("country"), packets)
            : List.of(source, packets),
        rows.subList(0, shown));
    if (shown < rows.size()) {
      line(words.get("more", words.number(rows.size() - shown)));
    }
    if (located) {
      line(words.get("located"));
    }
  }

  private void contacts() {
    JsonNode contacts = report.path("contacts");
    if (contacts.isEmpty()) {
      return;
    }
    line("## " + words.get("contacts"));
    line(words.get("contacts.text"));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : contacts) {
      rows.add(
          List.of(
              "%s (%s)".formatted(row.path("host").asText(), row.path("object").asText()),
              words.get("way." + row.path("direction").asText()),
              row.path("listed").asText(),
              row.path("list").asText(),
              words.time(row.path("firstNs").asLong())
                  + " / "
                  + words.time(row.path("lastNs").asLong()),
              words.number(row.path("packets").asLong()),
              Contacts.outcome(row, words)));
    }
    table(
        Contacts.HEADS.stream().map(head -> words.get(head)).toList(),
        rows.subList(0, Math.min(rows.size(), Contacts.SHOWN)));
    if (rows.size() > Contacts.SHOWN) {
      line(words.get("more", words.number(rows.size() - Contacts.SHOWN)));
    }
  }

  private void table(List<String> heads, List<List<String>> rows) {
    cells(heads);
    text.append("|").repeat("---|", heads.size()).append('\n');
    rows.forEach(this::cells);
    text.append('\n');
  }

  private void cells(List<String> cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell.replace("|", "\\|").replace("\n", " ")).append(" |");
    }
    text.append('\n');
  }

  private void line(String words) {
    text.append(words).append("\n\n");
  }
}
