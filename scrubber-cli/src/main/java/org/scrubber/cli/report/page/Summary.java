package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An incident in one paragraph of plain words. */
final class Summary {
  private Summary() {}

  /** Returns a paragraph on each incident of a report. */
  static List<String> of(JsonNode report, Words words) {
    List<String> paragraphs = new ArrayList<>();
    for (JsonNode one : report.path("incidents")) {
      paragraphs.add(incident(one, Outcome.of(one), words));
    }
    return paragraphs.isEmpty() ? List.of(words.get("summary.none")) : paragraphs;
  }

  /** Returns whether an incident is over, or what is known of it else. */
  static String state(JsonNode one, Outcome outcome, Words words) {
    String asOf = words.time(one.path("asOfNs").asLong());
    if (!isRunning(one)) {
      return words.get("state.over");
    }
    if (!one.path("runEnded").asBoolean()) {
      return words.get("state.running", asOf);
    }
    return words.get(outcome.isReplay() ? "state.captured" : "state.stopped", asOf);
  }

  private static boolean isRunning(JsonNode one) {
    return one.path("state").asText().equals("running");
  }

  /** Returns a paragraph on one incident. */
  static String incident(JsonNode one, Outcome outcome, Words words) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode vector : one.path("vectors")) {
      if (vector.path("significant").asBoolean() && !vector.path("part").asBoolean()) {
        names.add(vector.path("vector").asText());
      }
    }
    boolean now = isRunning(one) && !one.path("runEnded").asBoolean();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        words.get(
            now ? "summary.running" : "summary.over",
            one.path("object").asText(),
            words.time(one.path("startNs").asLong()),
            words.duration(one.path("durationNs").asLong()),
            String.join(", ", names),
            words.packetRate(one.path("peakPps").asLong()),
            words.bitRate(one.path("peakBps").asLong())));
    if (isRunning(one) && !now) {
      sentences.add(words.get("summary.state", state(one, outcome, words)));
    }
    JsonNode totals = one.path("totals");
    if (!totals.path("complete").asBoolean(true)) {
      sentences.add(words.get("summary.incomplete"));
      return String.join(" ", sentences);
    }
    sentences.add(
        words.get(
            outcome.key("summary.outcome"),
            packets(totals, "offered", words),
            packets(totals, "dropped", words),
            packets(totals, "challenged", words),
            packets(totals, "passed", words),
            packets(totals, "monitored", words)));
    long lost = one.at("/collateral/spokenForLost").asLong();
    if (outcome.isMonitored()) {
      sentences.add(words.get("summary.monitored"));
    } else {
      String time = words.duration(one.path("timeToMitigateNs").asLong());
      sentences.add(words.get(outcome.key("summary.mitigated"), time));
      sentences.add(
          lost == 0
              ? words.get("summary.unharmed")
              : words.get("summary.harmed", words.number(lost)));
    }
    return String.join(" ", sentences);
  }

  private static String packets(JsonNode totals, String kind, Words words) {
    return words.number(totals.path(kind).path("packets").asLong());
  }
}
