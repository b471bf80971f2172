package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.scrubber.journal.VectorIds;

/**
 * What follows from the facts of an incident by rules, and what only a human can answer. {@code
 * docs/report.md} has the rules.
 */
final class AdviceTree {
  /** So many times what was normal is a strain on whatever lies before the scrubber. */
  private static final long FAR = 10;

  private static final int MANY_PULSES = 3;

  /** So few sources that send half of it can be talked to. */
  private static final int FEW_SOURCES = 20;

  private final ObjectNode incident;
  private final UpstreamTree upstream;
  private final List<Integer> vectors;
  private final boolean overloaded;
  private final boolean kept;
  private final ArrayNode rows;

  /**
   * Creates it for an incident whose other facts are written.
   *
   * @param vectors ids of its vectors, in the incident's order
   * @param kept whether packets were written as evidence
   */
  AdviceTree(
      ObjectNode incident,
      UpstreamTree upstream,
      List<Integer> vectors,
      boolean overloaded,
      boolean kept) {
    this.incident = incident;
    this.upstream = upstream;
    this.vectors = vectors;
    this.overloaded = overloaded;
    this.kept = kept;
    rows = incident.putArray("recommendations");
  }

  void write() {
    boolean spoofed = false;
    boolean reflected = false;
    boolean pulsed = false;
    for (int k = 0; k < vectors.size(); k++) {
      JsonNode vector = incident.path("vectors").path(k);
      if (!vector.path("significant").asBoolean()) {
        continue;
      }
      spoofed |= vector.path("spoofed").asBoolean();
      reflected |= vector.path("reflectors").asLong() > 0;
      pulsed |= vector.path("pulses").asLong() >= MANY_PULSES;
      askUpstream(vector, vectors.get(k));
      if (vector.at("/confidence/level").asText().equals("low")) {
        add("check-threshold", VectorIds.name(vectors.get(k)), "");
      }
    }
    addIf(overloaded, "capacity", "");
    addIf(isMonitored(), "enforce", "");
    long lost = incident.at("/collateral/spokenForLost").asLong();
    addIf(lost > 0, "look-at-losses", Long.toString(lost));
    addIf(pulsed, "longer-hold", "");
    addIf(spoofed, "no-block-by-source", "");
    addIf(reflected, "tell-reflectors", "");
    addIf(!spoofed && !reflected && isOfFew(), "few-sources", "");
    addIf(!kept, "keep-evidence", "");
    ArrayNode questions = incident.putArray("openQuestions");
    questions.add("users").add("complaints").add("upstream").add("motive");
    if (spoofed) {
      questions.add("origin");
    }
    if (lost > 0) {
      questions.add("losses");
    }
    incident.put("lessons", "");
  }

  private void addIf(boolean applies, String code, String about) {
    if (applies) {
      add(code, "", about);
    }
  }

  private void add(String code, String vector, String about) {
    rows.addObject().put("code", code).put("vector", vector).put("about", about);
  }

  private void askUpstream(JsonNode vector, int id) {
    boolean far =
        incident.at("/baseline/timesNormal").asLong() >= FAR
            || List.of("high", "critical").contains(incident.path("severity").asText());
    boolean reflected = vector.path("reflectors").asLong() > 0;
    if (overloaded || reflected && far) {
      for (String rule : upstream.rules(id)) {
        add("ask-upstream", VectorIds.name(id), rule);
      }
    }
  }

  private boolean isMonitored() {
    return incident.at("/totals/monitored/packets").asLong() > 0;
  }

  /** Tells whether few sources sent half of what was stopped. */
  private boolean isOfFew() {
    long sum = 0;
    int count = 0;
    for (JsonNode source : incident.path("topSources")) {
      if (count++ < FEW_SOURCES) {
        sum += source.path("packets").asLong();
      }
    }
    return sum * 2 > incident.path("packets").asLong() && sum > 0;
  }
}
