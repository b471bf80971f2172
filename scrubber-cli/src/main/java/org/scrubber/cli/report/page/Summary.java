package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An incident in one paragraph of plain words. */
final class Summary {
  /** Names that a sentence bears. */
  private static final int NAMED = 6;

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
    String state = one.path("state").asText();
    if (state.equals("over")) {
      return words.get("state.over");
    }
    boolean held = state.equals("held");
    String key = held ? "state.held" : "state.running";
    if (!mayGoOn(one)) {
      boolean noted = one.path("runEnding").asText().equals("noted");
      String end = noted ? outcome.isReplay() ? "captured" : "stopped" : "cut";
      key = "state." + end + (held ? ".held" : "");
    }
    long asOfNs = one.path("asOfNs").asLong();
    return words.get(key, words.time(asOfNs), words.span(one.path("stopNs").asLong(), asOfNs));
  }

  /** Returns whether an attack goes on, for who asks that, and why. */
  static String isUnderWay(JsonNode one, Words words) {
    String state = one.path("state").asText();
    boolean known = !state.equals("running") || mayGoOn(one);
    String answer = words.get(state.equals("running") ? known ? "yes" : "notKnown" : "no");
    return state.equals("over") ? answer : answer + ", " + state(one, Outcome.of(one), words);
  }

  /** Tells whether a run may go on: a live one of which nothing says that it has ended. */
  private static boolean mayGoOn(JsonNode one) {
    return one.path("runKind").asText().equals("run")
        && one.path("runEnding").asText().equals("open");
  }

  /** Tells whether packets of all that a capture holds are told of, and not of an object's. */
  static boolean isOfAll(JsonNode one) {
    return !one.path("named").asText().equals(one.path("object").asText());
  }

  /** Returns the names of an incident's vectors: of many those with most packets, and how many. */
  private static String vectors(JsonNode one, Words words) {
    Map<String, Long> packets = new LinkedHashMap<>();
    for (JsonNode vector : one.path("vectors")) {
      if (vector.path("significant").asBoolean() && !vector.path("part").asBoolean()) {
        packets.merge(vector.path("vector").asText(), vector.path("packets").asLong(), Long::sum);
      }
    }
    List<String> names = new ArrayList<>(packets.keySet());
    if (names.size() <= NAMED) {
      return String.join(", ", names);
    }
    names.sort(Comparator.comparing(packets::get, Comparator.reverseOrder()));
    String named = String.join(", ", names.subList(0, NAMED - 1));
    return words.get("summary.vectors", named, names.size() - NAMED + 1);
  }

  /** Returns a paragraph on one incident. */
  static String incident(JsonNode one, Outcome outcome, Words words) {
    String state = one.path("state").asText();
    boolean now = state.equals("running") && mayGoOn(one);
    boolean many = one.path("named").asText().contains(", ");
    List<String> sentences = new ArrayList<>();
    sentences.add(
        words.get(
            (now ? "summary.running" : "summary.over") + (many ? ".many" : ""),
            one.path("named").asText(),
            words.time(one.path("startNs").asLong()),
            words.span(one.path("startNs").asLong(), one.path("stopNs").asLong()),
            vectors(one, words),
            words.packetRate(one.path("peakPps").asLong()),
            words.bitRate(one.path("peakBps").asLong())));
    if (!now && !state.equals("over")) {
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
            outcome.isMonitored()
                ? packets(totals, "monitored", words)
                : became(totals, outcome, words)));
    long lost = one.at("/collateral/spokenForLost").asLong();
    if (outcome.isMonitored()) {
      sentences.add(words.get("summary.monitored"));
    } else {
      String time = words.span(one.path("startNs").asLong(), one.path("mitigatedNs").asLong());
      sentences.add(words.get(outcome.key("summary.mitigated"), time));
      if (one.path("mitigatedBy").asText().equals("always-on")) {
        sentences.add(words.get("summary.alwaysOn"));
      }
      sentences.add(
          lost == 0
              ? words.get(outcome.key("summary.unharmed"))
              : words.get(outcome.key("summary.harmed"), words.number(lost)));
    }
    return String.join(" ", sentences);
  }

  /** Returns what became of packets, without what became of none. */
  private static String became(JsonNode totals, Outcome outcome, Words words) {
    List<String> parts = new ArrayList<>();
    for (String kind : List.of("dropped", "challenged", "passed")) {
      if (totals.path(kind).path("packets").asLong() > 0) {
        parts.add(words.get(outcome.key("outcome.of." + kind), packets(totals, kind, words)));
      }
    }
    if (parts.isEmpty()) {
      return words.get(outcome.key("outcome.of.passed"), words.number(0));
    }
    String last = parts.removeLast();
    return parts.isEmpty() ? last : words.get("and", String.join(", ", parts), last);
  }

  private static String packets(JsonNode totals, String kind, Words words) {
    return words.number(totals.path(kind).path("packets").asLong());
  }
}
