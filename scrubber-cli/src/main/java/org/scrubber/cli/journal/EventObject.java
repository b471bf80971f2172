package org.scrubber.cli.journal;

import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.JournalRecord;
import org.scrubber.policy.AddressText;

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

  /** Returns the host of a contact. */
  static String host(JournalRecord r) {
    return AddressText.format(
        r.index(ContactNote.FAMILY), r.get(ContactNote.HOST_HIGH), r.get(ContactNote.HOST_LOW));
  }

  /** Returns the listed address of a contact. */
  static String listed(JournalRecord r) {
    return AddressText.format(
        r.index(ContactNote.FAMILY), r.get(ContactNote.LISTED_HIGH), r.get(ContactNote.LISTED_LOW));
  }
}
