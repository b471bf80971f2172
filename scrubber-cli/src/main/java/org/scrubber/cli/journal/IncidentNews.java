package org.scrubber.cli.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Evidence;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.IncidentVector;
import org.scrubber.journal.JournalRecord;

/**
 * Tells in few lines what has many records. Of incidents what is new: one that goes on is noted
 * again every few seconds with all of its vectors. What is shown is its beginning, vectors and
 * targets that join, a severity that changes, its end, and how it stands when a run ends or the
 * journal does. Of files of evidence how many there are of each kind.
 */
final class IncidentNews {
  /** The lines of one that goes on and has nothing new to tell, until its next note. */
  private static final class Held {
    private final List<String> note = new ArrayList<>();
    private final List<String> vectors = new ArrayList<>();

    void tell(StringBuilder to) {
      note.forEach(to::append);
      vectors.forEach(to::append);
      note.clear();
      vectors.clear();
    }
  }

  /** Files of evidence that were noted one after the other, and their lines. */
  private final class Files {
    private final List<JournalRecord> all = new ArrayList<>();
    private final Map<String, Integer> kinds = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private long contents;

    void take(JournalRecord record, String line) {
      lines.add(line);
      if (record.type() == EventType.EVIDENCE) {
        all.add(record);
      } else {
        contents++;
        EvidenceKind kind = EvidenceKind.of(record);
        kinds.merge(kind == null ? "packets" : kind.words(), 1, Integer::sum);
      }
    }

    void tell(StringBuilder to) {
      if (all.size() <= FEW_FILES) {
        lines.forEach(to::append);
      } else {
        long bytes = all.stream().mapToLong(one -> one.get(Evidence.BYTES)).sum();
        List<String> each = new ArrayList<>();
        kinds.forEach((kind, count) -> each.add(count + " of " + kind));
        String words = "evidence: %d files, %s".formatted(all.size(), Quantity.bytes(bytes));
        String of = each.isEmpty() ? "" : ": " + String.join(", ", each);
        to.append(EventText.line(all.getLast(), "", words + of));
        choice.leaveOut(EventType.EVIDENCE, all.size());
        choice.leaveOut(EventType.EVIDENCE_CONTENT, contents);
      }
      all.clear();
      kinds.clear();
      lines.clear();
      contents = 0;
    }
  }

  /** More files than that are summed up. */
  private static final int FEW_FILES = 3;

  private final EventNames names;
  private final EventChoice choice;
  private final Map<String, String> told = new HashMap<>();
  private final Set<String> joined = new HashSet<>();
  private final Set<String> ending = new HashSet<>();
  private final Map<String, Held> held = new LinkedHashMap<>();
  private final Files files = new Files();

  /**
   * Creates it.
   *
   * @param names that know each record before it is taken
   * @param choice that counts what is left out
   */
  IncidentNews(EventNames names, EventChoice choice) {
    this.names = names;
    this.choice = choice;
  }

  /** Adds the line of a record, now or later or never, to what is shown. */
  void take(JournalRecord record, String line, StringBuilder to) {
    if (record.type() == EventType.EVIDENCE || record.type() == EventType.EVIDENCE_CONTENT) {
      files.take(record, line);
      return;
    }
    files.tell(to);
    switch (record.type()) {
      case INCIDENT -> incident(record, line, to);
      case INCIDENT_VECTOR -> vector(record, line, to);
      case RUN, END -> {
        if (!ReloadNews.isHandOver(record)) {
          tell(to);
        }
        to.append(line);
      }
      default -> to.append(line);
    }
  }

  /** Adds what files there are: there is nothing more for now. */
  void pause(StringBuilder to) {
    files.tell(to);
  }

  /** Adds how those stand that go on: there is nothing more. */
  void tell(StringBuilder to) {
    held.values().forEach(one -> one.tell(to));
    held.clear();
  }

  private String key(String incident) {
    return names.process() + " " + incident;
  }

  private void incident(JournalRecord record, String line, StringBuilder to) {
    String key = key(record.text("id"));
    Held before = held.remove(key);
    if (before != null) {
      choice.leaveOut(EventType.INCIDENT, before.note.size());
      choice.leaveOut(EventType.INCIDENT_VECTOR, before.vectors.size());
    }
    boolean running = record.get(IncidentNote.RUNNING) == 1;
    String state =
        "%b %d %s".formatted(running, record.get(IncidentNote.SEVERITY), record.text("targets"));
    boolean isNew = !state.equals(told.put(key, state));
    ending.remove(key);
    if (isNew) {
      to.append(line);
    }
    if (running) {
      Held now = new Held();
      held.put(key, now);
      if (!isNew) {
        now.note.add(line);
      }
    } else if (isNew) {
      ending.add(key);
    } else {
      choice.leaveOut(EventType.INCIDENT, 1);
    }
  }

  private void vector(JournalRecord record, String line, StringBuilder to) {
    String key = key(names.incident(record));
    String vector =
        "%s %d %d %s"
            .formatted(
                key,
                record.get(IncidentVector.PART),
                record.get(IncidentVector.VECTOR),
                record.text("target"));
    Held now = held.get(key);
    if (joined.add(vector) || ending.contains(key)) {
      if (now != null) {
        now.note.forEach(to::append);
        now.note.clear();
      }
      to.append(line);
    } else if (now != null) {
      now.vectors.add(line);
    } else {
      choice.leaveOut(EventType.INCIDENT_VECTOR, 1);
    }
  }
}
