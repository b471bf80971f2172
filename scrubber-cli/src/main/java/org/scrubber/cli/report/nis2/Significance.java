package org.scrubber.cli.report.nis2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import org.scrubber.cli.render.Quantity;

/**
 * What is known of each incident that its significance under NIS2 depends on, and until when it is
 * to be notified. Whether a threshold was passed is never said: that takes what no packet tells.
 */
public final class Significance {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Directive (EU) 2022/2555, Article 23(4)(a), from when the entity became aware. */
  private static final Duration EARLY_WARNING = Duration.ofDays(1);

  /** Article 23(4)(b), from then, too. */
  private static final Duration NOTIFICATION = Duration.ofDays(3);

  /** Article 23(4)(d), from the notification. */
  private static final Period FINAL_REPORT = Period.ofMonths(1);

  private static final int DNS_PORT = 53;

  /** Of the sampled packets; a flood to all ports sends one in 65,536 of them to each. */
  private static final int DNS_PERCENT = 5;

  private Significance() {}

  /**
   * Writes it for a report that is otherwise complete.
   *
   * @param profiles of objects, by their names
   */
  public static void write(JsonNode report, Map<String, String> profiles, ArrayNode rows) {
    for (JsonNode one : report.path("incidents")) {
      ObjectNode row = rows.addObject();
      row.set("id", one.get("id"));
      row.set("object", one.get("object"));
      row.set("named", one.get("named"));
      deadlines(one.path("detectedNs").asLong(), row);
      facts(one, row);
      row.put("dnsService", dnsService(one, profiles));
      ArrayNode thresholds = row.putArray("thresholds");
      for (Threshold threshold : Threshold.values()) {
        write(threshold, one, thresholds.addObject());
      }
    }
  }

  private static void deadlines(long awareNs, ObjectNode to) {
    moment(to, "awareness", awareNs);
    moment(to, "earlyWarningBy", later(awareNs, EARLY_WARNING));
    long notificationNs = later(awareNs, NOTIFICATION);
    moment(to, "notificationBy", notificationNs);
    moment(to, "finalReportBy", later(notificationNs, FINAL_REPORT));
  }

  private static long later(long timeNs, TemporalAmount by) {
    long seconds = Math.floorDiv(timeNs, SECOND_NS);
    ZonedDateTime then = Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).plus(by);
    return then.toEpochSecond() * SECOND_NS + Math.floorMod(timeNs, SECOND_NS);
  }

  private static void moment(ObjectNode to, String name, long timeNs) {
    to.put(name, Quantity.iso(timeNs)).put(name + "Ns", timeNs);
  }

  private static void facts(JsonNode incident, ObjectNode to) {
    JsonNode capacity = incident.path("capacity");
    JsonNode collateral = incident.path("collateral");
    long sent = collateral.path("challengesSent").asLong();
    long answered = collateral.path("challengesAnswered").asLong();
    to.put("attackedNs", incident.path("durationNs").asLong())
        .put("running", incident.path("state").asText().equals("running"))
        .put("overloadMeasured", capacity.path("overloadMeasured").asBoolean())
        .put("overloadSeconds", capacity.path("overloadSeconds").asLong())
        .put("challengesSent", sent)
        .put("challengesAnswered", answered)
        .put("answeredPercent", sent == 0 ? 0 : Math.round(100.0 * answered / sent));
  }

  /** A DNS service is known by what the policy says of the object, or by what was sent to it. */
  private static String dnsService(JsonNode incident, Map<String, String> profiles) {
    if (profiles.getOrDefault(incident.path("object").asText(), "").equals("resolver")) {
      return "profile";
    }
    long percent = 0;
    for (JsonNode one : incident.path("targetServices")) {
      percent += one.path("port").asInt() == DNS_PORT ? one.path("percent").asLong() : 0;
    }
    return percent >= DNS_PERCENT ? "sampled" : "none-seen";
  }

  private static void write(Threshold threshold, JsonNode incident, ObjectNode to) {
    long limitNs = threshold.limitNs();
    to.put("code", threshold.code())
        .put("limitNs", limitNs)
        .put("attackedLonger", limitNs > 0 && incident.path("durationNs").asLong() > limitNs)
        .put("met", "unknown");
    ArrayNode toAdd = to.putArray("toAdd");
    threshold.toAdd().forEach(toAdd::add);
  }
}
