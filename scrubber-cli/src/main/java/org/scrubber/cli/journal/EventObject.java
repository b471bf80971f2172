package org.scrubber.cli.journal;

import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.JournalRecord;

/** What record is whose. */
final class EventObject {
  private static final String OBJECT = "OBJECT";

  private EventObject() {}

  /** Returns the index of the object that a record is about, or {@link EventNames#ALL}. */
  static int index(JournalRecord record) {
    for (Field field : record.type().fields()) {
      if (field.name().equals(OBJECT)) {
        return record.index(field);
      }
    }
    return EventNames.ALL;
  }

  /** Returns what a mitigation treats. */
  static String target(JournalRecord r) {
    return EventNames.prefix(
        r.get(MitigationNote.FAMILY),
        r.get(MitigationNote.TARGET_HIGH),
        r.get(MitigationNote.TARGET_LOW),
        r.get(MitigationNote.TARGET_LENGTH));
  }
}
