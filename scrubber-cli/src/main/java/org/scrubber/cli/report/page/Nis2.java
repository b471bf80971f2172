package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.scrubber.cli.report.ReportOptions.Stage;

/** What a notification under NIS2 asks, as far as a scrubber can know; the rest is for a human. */
final class Nis2 {
  private static final int INDICATORS = 10;

  private final JsonNode report;
  private final Words words;
  private final List<Row> rows = new ArrayList<>();

  private Nis2(JsonNode report, Words words) {
    this.report = report;
    this.words = words;
  }

  /**
   * One thing that is asked.
   *
   * @param question in the report's language
   * @param answer what the scrubber knows; empty when a human must add it
   */
  record Row(String question, String answer) {
    boolean isForHuman() {
      return answer.isEmpty();
    }
  }

  /** Returns what a stage asks, in order. */
  static List<Row> rows(JsonNode report, Stage stage, Words words) {
    Nis2 one = new Nis2(report, words);
    one.warning();
    if (stage != Stage.EARLY_WARNING) {
      one.notification();
    }
    if (stage == Stage.FINAL) {
      one.conclusion();
    }
    return one.rows;
  }

  private void row(String key, String answer) {
    rows.add(new Row(words.get("nis2." + key), answer));
  }

  private void warning() {
    row("entity", "");
    row("sector", "");
    row("contact", "");
    row("awareness", each("detectedNs", one -> words.time(one) + " UTC"));
    boolean any = !report.path("incidents").isEmpty();
    row("services", any ? texts("object") + ": " + targets() : "");
    row("malicious", any ? words.get("nis2.malicious.yes") : "");
    row("crossborder", "");
    boolean running = false;
    for (JsonNode incident : report.path("incidents")) {
      running |= incident.path("state").asText().equals("running");
    }
    row("running", words.get(running ? "yes" : "no"));
  }

  private void notification() {
    row("severity", severities());
    row("duration", each("durationNs", words::duration));
    row("impact", impact());
    row("users", "");
    row("region", "");
    row("indicators", indicators());
    row("measures", measures());
  }

  private void conclusion() {
    row("description", Summary.of(report, words));
    row("threat", classes());
    row("rootcause", "");
    row("applied", measures());
    row("planned", "");
    row("crossborder.final", "");
    row("evidence", evidence());
    row("losses", "");
    row("lessons", "");
  }

  private interface Format {
    String text(long value);
  }

  private String each(String field, Format format) {
    List<String> texts = new ArrayList<>();
    for (JsonNode incident : report.path("incidents")) {
      texts.add(
          incident.path("object").asText() + " " + format.text(incident.path(field).asLong()));
    }
    return String.join("; ", texts);
  }

  private String texts(String field) {
    TreeSet<String> texts = new TreeSet<>();
    report.path("incidents").forEach(one -> texts.add(one.path(field).asText()));
    return String.join(", ", texts);
  }

  private String severities() {
    TreeSet<String> texts = new TreeSet<>();
    for (JsonNode one : report.path("incidents")) {
      texts.add(
          one.path("object").asText()
              + " "
              + words.get("severity." + one.path("severity").asText()));
    }
    return String.join("; ", texts);
  }

  private String targets() {
    TreeSet<String> texts = new TreeSet<>();
    for (JsonNode incident : report.path("incidents")) {
      incident.path("targets").forEach(one -> texts.add(one.asText()));
    }
    return String.join(", ", texts);
  }

  private String classes() {
    TreeSet<String> texts = new TreeSet<>();
    for (JsonNode incident : report.path("incidents")) {
      for (JsonNode vector : incident.path("vectors")) {
        if (vector.path("significant").asBoolean()) {
          texts.add(
              vector.path("vector").asText()
                  + " ("
                  + words.get("class." + vector.path("class").asText())
                  + ")");
        }
      }
    }
    return String.join("; ", texts);
  }

  private String impact() {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : report.path("incidents")) {
      JsonNode collateral = one.path("collateral");
      texts.add(
          words.get(
              "nis2.impact.text",
              one.path("object").asText(),
              words.packetRate(one.path("peakPps").asLong()),
              words.bitRate(one.path("peakBps").asLong()),
              words.number(collateral.path("handshakesPerMinute").asLong()),
              words.number(collateral.path("handshakesPerMinuteBefore").asLong()),
              words.number(collateral.path("spokenForLost").asLong())));
    }
    return String.join(" ", texts);
  }

  private String indicators() {
    TreeSet<String> texts = new TreeSet<>();
    for (JsonNode incident : report.path("incidents")) {
      for (JsonNode vector : incident.path("vectors")) {
        if (!vector.path("signature").asText().isEmpty()) {
          texts.add(vector.path("vector").asText() + ": " + vector.path("signature").asText());
        }
      }
      if (isSpoofed(incident)) {
        continue; // Who is named as a source has sent nothing.
      }
      int count = 0;
      for (JsonNode source : incident.path("topSources")) {
        if (count++ < INDICATORS) {
          texts.add(source.path("source").asText());
        }
      }
    }
    return String.join("; ", texts);
  }

  private static boolean isSpoofed(JsonNode incident) {
    boolean spoofed = false;
    for (JsonNode vector : incident.path("vectors")) {
      spoofed |= vector.path("spoofed").asBoolean();
    }
    return spoofed;
  }

  private String measures() {
    long dropped = 0;
    long challenged = 0;
    for (JsonNode one : report.path("incidents")) {
      dropped += one.at("/totals/dropped/packets").asLong();
      challenged += one.at("/totals/challenged/packets").asLong();
    }
    return words.get("nis2.measures.text", words.number(dropped), words.number(challenged));
  }

  private String evidence() {
    List<String> files = new ArrayList<>();
    report.path("evidence").forEach(one -> files.add(one.path("file").asText()));
    return String.join(", ", files);
  }
}
