package org.scrubber.cli.report.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.LiveNotes.Subject;

/**
 * Takes out of a report what its reader has no business with: who owns one object sees nothing of
 * others, and nothing of what all together make of the scrubber. Numbers that are taken out are 0.
 */
public final class Redaction {

  /** Of all objects' packets, and so of other people's. */
  private static final List<String> SHARED =
      List.of(
          "observations",
          "flowTablePercent",
          "evictedFlows",
          "maxPressure",
          "maxUtilisationPercent",
          "maxOfferedPps",
          "queueDrops",
          "shedPackets");

  private Redaction() {}

  /**
   * Returns what a note may say; empty when nothing. What is of the whole scrubber is told without
   * its numbers; policies, complaints and restored state name other objects and files.
   */
  public static String words(JournalRecord note) {
    return switch (Subject.of(note)) {
      case OVERLOAD_BEGAN,
          OVERLOAD_GOES_ON,
          OVERLOAD_ENDED,
          BYPASS_OPENED,
          BYPASS_CLOSED,
          STOOD_STILL,
          BYPASS_FAILED,
          LINE_LOST,
          LINE_BACK ->
          beforeColon(note.text("text"));
      default -> "";
    };
  }

  private static String beforeColon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** Returns a file's name without its directories, which may be named after others. */
  public static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** Takes it out of a report that is otherwise complete. */
  public static void apply(ObjectNode report) {
    if (report.path("run") instanceof ObjectNode run) {
      run.put("policy", "").put("user", "").put("inputs", "");
    }
    if (report.path("journal") instanceof ObjectNode journal) {
      journal.put("events", 0).put("runs", 0);
    }
    for (JsonNode one : report.path("geo")) {
      ((ObjectNode) one).put("file", name(one.path("file").asText()));
    }
    report.path("incidents").forEach(Redaction::incident);
  }

  private static void incident(JsonNode incident) {
    if (incident.path("collateral") instanceof ObjectNode collateral) {
      collateral.put("otherObjectsUnderAttack", 0);
    }
    if (incident.path("capacity") instanceof ObjectNode capacity) {
      SHARED.forEach(field -> capacity.put(field, 0));
    }
    for (JsonNode action : incident.path("actions")) {
      ((ObjectNode) action)
          .put("text", beforeColon(action.path("text").asText()))
          .putArray("lines");
    }
  }
}
