package org.scrubber.cli.journal;

import java.util.List;
import java.util.Map;
import org.scrubber.journal.Field;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.Fields.EvidenceContent;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Note;
import org.scrubber.journal.Fields.Run;

/** Words for the numbers in records that stand for one of a few states or kinds. */
final class EventWords {
  private static final Map<Field, List<String>> WORDS =
      Map.of(
          Run.KIND, List.of("replay", "run"),
          MitigationNote.STATE, List.of("", "raised", "changed", "ended"),
          IncidentNote.SEVERITY, List.of("low", "medium", "high", "critical"),
          Note.KIND, List.of("other", "policy", "overload", "bypass", "line", "state"),
          ContactNote.STATE, List.of("", "met", "in-all"),
          EvidenceContent.KIND, EvidenceKind.codes());

  private EventWords() {}

  /** Returns the word for a field's value; empty when the field needs none, or it is unknown. */
  static String of(Field field, long value) {
    List<String> words = WORDS.getOrDefault(field, List.of());
    return value >= 0 && value < words.size() ? words.get((int) value) : "";
  }
}
