package org.scrubber.cli.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.ContactNote;
import org.scrubber.journal.Fields.End;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.JournalRecord;
import org.scrubber.journal.LiveNotes.Subject;

/**
 * Tells of a reload in one line. In the journal the run ends and begins anew, as objects have other
 * numbers under another policy, and all that goes on is noted on either side.
 */
final class ReloadNews {
  private static final int CHANGED = 2;
  private static final int IN_ALL = 2;

  /** Differences that a line tells of. */
  private static final int SHOWN = 4;

  private final EventNames names;
  private final EventChoice choice;
  private final EventText text;

  /** What was noted of the reload that is under way: who, and what is another. */
  private final List<String> changes = new ArrayList<>();

  private final Map<String, String> mitigations = new HashMap<>();
  private final Set<String> carried = new HashSet<>();

  /** What a run counted under earlier policies, by worker, as in the record of its end. */
  private final Map<Integer, long[]> counted = new HashMap<>();

  private boolean goesOn;
  private boolean begun;

  /**
   * Creates it.
   *
   * @param names that know each record before it is noted
   * @param choice that counts what is left out
   * @param text makes lines
   */
  ReloadNews(EventNames names, EventChoice choice, EventText text) {
    this.names = names;
    this.choice = choice;
    this.text = text;
  }

  /** Tells whether a record only says that a run goes on under another policy. */
  static boolean isHandOver(JournalRecord record) {
    return switch (record.type()) {
      case RUN -> record.text("goesOn").equals("yes");
      case END -> record.get(End.GOES_ON) == 1;
      default -> false;
    };
  }

  /** Learns from a record, whether it is to be shown or not. */
  void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      goesOn = begun && isHandOver(record);
      begun = true;
      if (goesOn) {
        carried.addAll(mitigations.keySet());
      } else {
        mitigations.clear();
        carried.clear();
        changes.clear();
        counted.clear();
      }
    } else if (record.type() == EventType.END && isHandOver(record)) {
      long[] sums = counted.computeIfAbsent(record.worker(), any -> new long[End.values().length]);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += record.numbers().get(k);
      }
    }
  }

  /** Returns the line of a record that is shown: the end of a run counts all of it. */
  String line(JournalRecord record, String line) {
    long[] before = record.type() == EventType.END ? counted.get(record.worker()) : null;
    return before == null ? line : text.line(record, text.ended(record, before));
  }

  /** Takes a record, and tells whether its line is to be shown; adds what it says instead. */
  boolean take(JournalRecord record, StringBuilder to) {
    return switch (record.type()) {
      case RUN, OBJECT -> !goesOn || leaveOut(record);
      case END -> !isHandOver(record) || leaveOut(record);
      case MITIGATION -> mitigation(record) || leaveOut(record);
      case CONTACT ->
          changes.isEmpty() || record.get(ContactNote.STATE) != IN_ALL || leaveOut(record);
      case NOTE -> policy(record, to);
      default -> true;
    };
  }

  private boolean leaveOut(JournalRecord record) {
    choice.leaveOut(record.type(), 1);
    return false;
  }

  /** Tells whether anything is new of a mitigation, or it is how it stands when a run ends. */
  private boolean mitigation(JournalRecord record) {
    String key =
        "%s %d %s"
            .formatted(
                names.object(record),
                record.get(MitigationNote.VECTOR),
                EventObject.target(record));
    String state =
        "%d %d %d"
            .formatted(
                record.get(MitigationNote.PULSES),
                record.get(MitigationNote.VECTORS_LOW),
                record.get(MitigationNote.VECTORS_HIGH));
    boolean same = state.equals(mitigations.put(key, state));
    boolean handedOver = carried.remove(key) || !changes.isEmpty();
    return !same || !handedOver || record.get(MitigationNote.STATE) != CHANGED;
  }

  private boolean policy(JournalRecord record, StringBuilder to) {
    return switch (Subject.of(record)) {
      case POLICY_CHANGE -> {
        changes.add(record.text("text"));
        yield false;
      }
      case POLICY_LOADED -> {
        boolean unannounced = changes.isEmpty();
        if (!unannounced) {
          to.append(text.line(record, changed(Subject.POLICY_LOADED.rest(record))));
          changes.clear();
        }
        yield unannounced;
      }
      case POLICY_REFUSED -> {
        changes.clear();
        yield true;
      }
      default -> true;
    };
  }

  private String changed(String loaded) {
    String who = changes.getFirst().replaceFirst("^policy .*?: (?=sha256 )", "");
    List<String> others = changes.subList(1, changes.size());
    List<String> parts = new ArrayList<>(List.of(who));
    parts.addAll(others.subList(0, Math.min(SHOWN, others.size())));
    if (others.size() > SHOWN) {
      parts.add("and " + (others.size() - SHOWN) + " more, which --all shows");
    }
    return "policy changed: " + loaded + ", " + String.join("; ", parts);
  }
}
