package org.scrubber.cli.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An incident in one paragraph of plain words. */
final class Summary {
  private Summary() {}

  /** Returns a paragraph on all incidents of a report. */
  static String of(JsonNode report, Words words) {
    List<String> paragraphs = new ArrayList<>();
    report.path("incidents").forEach(one -> paragraphs.add(incident(one, words)));
    return paragraphs.isEmpty() ? words.get("summary.none") : String.join(" ", paragraphs);
  }

  /** Tells whether everything passed since the object is in monitor mode. */
  static boolean wasMonitored(JsonNode incident) {
    JsonNode totals = incident.path("totals");
    return totals.at("/monitored/packets").asLong() > 0
        && totals.at("/dropped/packets").asLong() + totals.at("/challenged/packets").asLong() == 0;
  }

  /** Returns a paragraph on one incident. */
  static String incident(JsonNode one, Words words) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode vector : one.path("vectors")) {
      if (vector.path("significant").asBoolean() && !vector.path("part").asBoolean()) {
        names.add(vector.path("vector").asText());
      }
    }
    JsonNode totals = one.path("totals");
    String text =
        words.get(
            one.path("state").asText().equals("running") ? "summary.running" : "summary.over",
            one.path("object").asText(),
            words.time(one.path("startNs").asLong()),
            words.duration(one.path("durationNs").asLong()),
            String.join(", ", names),
            words.packetRate(one.path("peakPps").asLong()),
            words.bitRate(one.path("peakBps").asLong()),
            words.number(totals.path("offered").path("packets").asLong()),
            words.number(totals.path("dropped").path("packets").asLong()),
            words.number(totals.path("challenged").path("packets").asLong()),
            words.number(totals.path("passed").path("packets").asLong()));
    String action =
        wasMonitored(one)
            ? words.get("summary.monitored")
            : words.get("summary.mitigated", words.duration(one.path("timeToMitigateNs").asLong()));
    long lost = one.at("/collateral/spokenForLost").asLong();
    return text
        + " "
        + action
        + " "
        + (lost == 0
            ? words.get("summary.unharmed")
            : words.get("summary.harmed", words.number(lost)));
  }
}
