package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.scrubber.cli.report.ReportOptions.Stage;
import org.scrubber.cli.report.tenant.Redaction;

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
   * @param answer what the scrubber knows, a paragraph each; empty when a human must add it
   */
  record Row(String question, List<String> answer) {
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
    row(key, answer.isEmpty() ? List.of() : List.of(answer));
  }

  private void row(String key, List<String> answer) {
    rows.add(new Row(words.get("nis2." + key), answer));
  }

  private void warning() {
    row("entity", "");
    row("sector", "");
    row("contact", "");
    row(
        "awareness",
        each(
            one ->
                words.get("nis2.awareness.earliest", words.time(one.path("detectedNs").asLong()))));
    boolean any = !report.path("incidents").isEmpty();
    row("services", services());
    row("malicious", any ? malicious() : "");
    row("crossborder", "");
    row("running", running());
  }

  /** Where little but the rate speaks for an attack, it is not called one. */
  private String malicious() {
    boolean sure = false;
    for (JsonNode one : report.path("incidents")) {
      sure |= !one.at("/confidence/level").asText().equals("low");
    }
    String confidence =
        words.joined(
            each(
                one ->
                    words.get(
                        "nis2.confidence", words.number(one.at("/confidence/value").asLong()))));
    return words.get(sure ? "nis2.malicious.yes" : "nis2.malicious.perhaps", confidence);
  }

  /** Returns whether anything goes on; of an incident that outlasted its capture, nobody knows. */
  private List<String> running() {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : report.path("incidents")) {
      if (!one.path("state").asText().equals("over")) {
        texts.add(labelled(one, Summary.isUnderWay(one, words)));
      }
    }
    return texts.isEmpty() ? List.of(words.get("no")) : texts;
  }

  private void notification() {
    row("severity", each(one -> words.get("severity." + one.path("severity").asText())));
    row(
        "duration",
        each(one -> words.span(one.path("startNs").asLong(), one.path("stopNs").asLong())));
    row("impact", each(this::impact));
    row("users", "");
    row("region", "");
    row("indicators", indicators());
    row("measures", each(this::measures));
  }

  private void conclusion() {
    row("description", Summary.of(report, words));
    row("threat", classes());
    row("rootcause", "");
    boolean any = !report.path("incidents").isEmpty();
    row("applied", any ? words.get("nis2.asAbove", words.get("nis2.measures")) : "");
    row("planned", "");
    row("crossborder.final", "");
    row("evidence", evidence());
    row("losses", "");
    row("lessons", "");
  }

  /** Returns what is to be said of each incident, and of which where there are several. */
  private List<String> each(Function<JsonNode, String> text) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : report.path("incidents")) {
      texts.add(labelled(one, text.apply(one)));
    }
    return texts;
  }

  private String labelled(JsonNode incident, String text) {
    return report.path("incidents").size() == 1
        ? text
        : incident.path("named").asText() + words.get("colon") + " " + text;
  }

  /** Returns by object what was hit of it; what most packets went to comes first. */
  private List<String> services() {
    Map<String, Long> objects = new HashMap<>();
    Map<String, Map<String, Long>> targets = new HashMap<>();
    for (JsonNode incident : report.path("incidents")) {
      String object = incident.path("named").asText();
      objects.merge(object, incident.path("packets").asLong(), Long::sum);
      Map<String, Long> own = targets.computeIfAbsent(object, one -> new HashMap<>());
      incident.path("targets").forEach(one -> own.putIfAbsent(one.asText(), 0L));
      for (JsonNode vector : incident.path("vectors")) {
        long packets = vector.path("packets").asLong();
        own.computeIfPresent(vector.path("target").asText(), (one, before) -> before + packets);
      }
    }
    return heaviest(objects).stream()
        .map(
            one ->
                one
                    + words.get("colon")
                    + " "
                    + String.join(", ", heaviest(targets.getOrDefault(one, Map.of()))))
        .toList();
  }

  private static List<String> heaviest(Map<String, Long> packets) {
    return packets.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
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
    return words.joined(texts);
  }

  private String impact(JsonNode incident) {
    JsonNode collateral = incident.path("collateral");
    boolean seen = incident.at("/baseline/observedSeconds").asLong() > 0;
    boolean monitored = Outcome.of(incident).isMonitored();
    return words.get(
        "nis2.impact.text",
        words.packetRate(incident.path("peakPps").asLong()),
        words.bitRate(incident.path("peakBps").asLong()),
        words.number(collateral.path("handshakesPerMinute").asLong()),
        seen
            ? words.number(collateral.path("handshakesPerMinuteBefore").asLong())
            : words.get("baseline.none"),
        monitored
            ? words.get("spokenForLost.monitored")
            : words.number(collateral.path("spokenForLost").asLong()));
  }

  private List<String> indicators() {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode incident : report.path("incidents")) {
      for (JsonNode vector : incident.path("vectors")) {
        if (!vector.path("signature").asText().isEmpty()) {
          texts.add(
              vector.path("vector").asText()
                  + words.get("colon")
                  + " "
                  + words.signature(vector.path("signature").asText()));
        }
      }
      if (isSpoofed(incident)) {
        continue; // Who is named as a source has sent nothing.
      }
      sources(incident, texts);
    }
    return List.copyOf(texts);
  }

  private void sources(JsonNode incident, Set<String> texts) {
    List<String> sources = new ArrayList<>();
    for (JsonNode source : incident.path("topSources")) {
      sources.add(source.path("source").asText());
    }
    if (sources.isEmpty()) {
      return;
    }
    List<String> shown = sources.subList(0, Math.min(INDICATORS, sources.size()));
    long all = Math.max(sources.size(), incident.path("sources").asLong()); // Not all are listed.
    texts.add(
        labelled(
            incident,
            words.get(
                senders(incident),
                words.number(shown.size()),
                words.distinct(all),
                String.join(", ", shown))));
  }

  /** Returns what the senders are called: not all are reflectors where a part was not reflected. */
  private static String senders(JsonNode incident) {
    boolean reflected = false;
    boolean direct = false;
    for (JsonNode vector : incident.path("vectors")) {
      if (vector.path("significant").asBoolean()) {
        boolean reflectors = vector.path("reflectors").asLong() > 0;
        reflected |= reflectors;
        direct |= !reflectors;
      }
    }
    return reflected ? direct ? "nis2.mixed" : "nis2.reflectors" : "nis2.sources";
  }

  private static boolean isSpoofed(JsonNode incident) {
    boolean spoofed = false;
    for (JsonNode vector : incident.path("vectors")) {
      spoofed |= vector.path("spoofed").asBoolean();
    }
    return spoofed;
  }

  private String measures(JsonNode incident) {
    JsonNode totals = incident.path("totals");
    return words.get(
        Outcome.of(incident).key("nis2.measures.text"),
        words.number(totals.at("/dropped/packets").asLong()),
        words.number(totals.at("/challenged/packets").asLong()),
        words.number(totals.at("/monitored/packets").asLong()));
  }

  /** Returns how many files there are. */
  private String evidence() {
    int files = report.path("evidence").size();
    return files == 0 ? "" : words.get("nis2.evidence.files", words.number(files));
  }

  /** Returns the files by their names alone: where they lie is nobody's business who reads this. */
  static List<String> files(JsonNode report, Words words) {
    List<String> files = new ArrayList<>();
    for (JsonNode one : report.path("evidence")) {
      String name = Redaction.name(one.path("file").asText());
      String hash = one.path("sha256").asText();
      files.add(hash.isEmpty() ? name : words.get("nis2.file", name, hash));
    }
    return files;
  }
}
