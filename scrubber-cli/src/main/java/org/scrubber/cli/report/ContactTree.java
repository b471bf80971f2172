package org.scrubber.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.JournalRecord;
import org.scrubber.policy.AddressText;

/** Hosts and listed addresses that met, as JSON: calls before what came in, most packets first. */
final class ContactTree {
  private final Map<List<Object>, Row> rows = new LinkedHashMap<>();

  /**
   * A contact as it stood last.
   *
   * @param object the host's
   * @param monitored whether the object only monitors
   */
  private record Row(String object, boolean monitored, JournalRecord note) {}

  /**
   * Takes note of a record. Counts of one contact go on from record to record, also over a restart;
   * those of contacts that began at another time are counts of their own.
   */
  void note(String object, boolean monitored, JournalRecord note) {
    List<Object> key =
        List.of(
            object,
            host(note),
            listed(note),
            note.text("list"),
            note.get(ContactNote.OUTBOUND),
            note.get(ContactNote.FIRST_NS));
    rows.put(key, new Row(object, monitored, note));
  }

  /** Tells whether there are any of an object. */
  boolean areOf(String object) {
    return rows.values().stream().anyMatch(row -> row.object.equals(object));
  }

  /** Writes those of the objects that are wanted. */
  void write(Predicate<String> wanted, ArrayNode to) {
    rows.values().stream()
        .filter(row -> wanted.test(row.object))
        .sorted(
            Comparator.comparingLong((Row row) -> -row.note.get(ContactNote.OUTBOUND))
                .thenComparingLong(row -> -row.note.get(ContactNote.PACKETS))
                .thenComparingLong(row -> row.note.get(ContactNote.FIRST_NS))
                .thenComparing(row -> listed(row.note)))
        .forEach(row -> write(row, to.addObject()));
  }

  private static void write(Row row, ObjectNode to) {
    JournalRecord note = row.note;
    long firstNs = note.get(ContactNote.FIRST_NS);
    to.put("object", row.object)
        .put("host", host(note))
        .put("direction", note.get(ContactNote.OUTBOUND) == 1 ? "out" : "in")
        .put("listed", listed(note))
        .put("list", note.text("list"))
        .put("action", note.get(ContactNote.BLOCKS) == 1 ? "block" : "report")
        .put("packets", note.get(ContactNote.PACKETS))
        .put("bytes", note.get(ContactNote.BYTES))
        .put("dropped", note.get(ContactNote.DROPPED_PACKETS))
        .put("monitored", row.monitored)
        .put("first", Quantity.iso(firstNs))
        .put("firstNs", firstNs)
        .put("last", Quantity.iso(note.timeNs()))
        .put("lastNs", note.timeNs())
        .put("firstFrame", note.get(ContactNote.FIRST_FRAME));
  }

  private static String host(JournalRecord note) {
    return AddressText.format(
        note.index(ContactNote.FAMILY),
        note.get(ContactNote.HOST_HIGH),
        note.get(ContactNote.HOST_LOW));
  }

  private static String listed(JournalRecord note) {
    return AddressText.format(
        note.index(ContactNote.FAMILY),
        note.get(ContactNote.LISTED_HIGH),
        note.get(ContactNote.LISTED_LOW));
  }
}
