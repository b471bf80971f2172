package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An incident in one paragraph of plain words. */
final class Summary {
  /** So long after its last packet nobody would say that an attack is under way. */
  private static final long QUIET_NS = 2_000_000_000L;

  private Summary() {}

  /** Returns a paragraph on each incident of a report. */
  static List<String> of(JsonNode report, Words words) {
    List<String> paragraphs = new ArrayList<>();
    for (JsonNode one : report.path("incidents")) {
      paragraphs.add(incident(one, Outcome.of(one), words));
    }
    return paragraphs.isEmpty() ? List.of(none(report, words)) : paragraphs;
  }

  /** Returns that there was no attack, on whom, and until when that is known. */
  static String none(JsonNode report, Words words) {
    long asOfNs = report.path("asOfNs").asLong();
    String object = report.path("redactedFor").asText("");
    if (asOfNs == 0) {
      return words.get("summary.none");
    }
    return object.isEmpty()
        ? words.get("summary.none.until", words.time(asOfNs))
        : words.get("summary.none.on", words.time(asOfNs), object);
  }

  /** Returns whether an incident is over, or what is known of it else. */
  static String state(JsonNode one, Outcome outcome, Words words) {
    if (!isRunning(one)) {
      return words.get("state.over");
    }
    String key = "state.running";
    if (one.path("runEnded").asBoolean()) {
      key = outcome.isReplay() ? "state.captured" : "state.stopped";
    }
    long asOfNs = one.path("asOfNs").asLong();
    long quietNs = asOfNs - one.path("stopNs").asLong();
    // What is held against its return may be over.
    return quietNs < QUIET_NS
        ? words.get(key, words.time(asOfNs))
        : words.get(key + ".quiet", words.time(asOfNs), words.duration(quietNs));
  }

  /** Tells whether packets of all that a capture holds are told of, and not of an object's. */
  static boolean isOfAll(JsonNode one) {
    return !one.path("named").asText().equals(one.path("object").asText());
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
    boolean many = one.path("named").asText().contains(", ");
    List<String> sentences = new ArrayList<>();
    sentences.add(
        words.get(
            (now ? "summary.running" : "summary.over") + (many ? ".many" : ""),
            one.path("named").asText(),
            words.time(one.path("startNs").asLong()),
            words.span(one.path("startNs").asLong(), one.path("stopNs").asLong()),
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
            outcome.key("summary.outcome") + (isOfAll(one) ? ".all" : ""),
            packets(totals, "offered", words),
            packets(totals, "dropped", words),
            packets(totals, "challenged", words),
            packets(totals, "passed", words),
            packets(totals, "monitored", words)));
    long lost = one.at("/collateral/spokenForLost").asLong();
    if (outcome.isMonitored()) {
      sentences.add(words.get("summary.monitored"));
    } else {
      String time = words.span(one.path("startNs").asLong(), one.path("mitigatedNs").asLong());
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
