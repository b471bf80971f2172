package org.scrubber.cli.report;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.JournalRecord;

/**
 * The times that a report is about: incidents, the minute before and the seconds after. A journal
 * of months is read twice, so that only what belongs to them is kept in memory.
 */
final class Spans {
  private static final long BEFORE_NS = 61_000_000_000L;
  private static final long AFTER_NS = 61_000_000_000L;

  private final Map<String, long[]> spans = new HashMap<>();

  /** Learns from a record of the first reading. */
  void note(JournalRecord record) {
    if (record.type() == EventType.INCIDENT) {
      spans.put(
          record.text("id"),
          new long[] {
            record.get(IncidentNote.START_NS) - BEFORE_NS,
            record.get(IncidentNote.STOP_NS) + AFTER_NS
          });
    }
  }

  /** Tells whether a record of the second reading is to be kept. */
  boolean isWanted(JournalRecord record) {
    return switch (record.type()) {
      case TOTALS, VECTOR_TOTALS, SAMPLE -> isNear(record.timeNs());
      default -> true;
    };
  }

  private boolean isNear(long timeNs) {
    for (long[] span : spans.values()) {
      if (timeNs >= span[0] && timeNs <= span[1]) {
        return true;
      }
    }
    return false;
  }
}
