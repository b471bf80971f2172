package org.scrubber.cli.journal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.scrubber.filter.Reasons;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.JournalRecord;
import org.scrubber.policy.Prefix;

/** What the indices in records stand for, by the records that were read before them. */
public final class EventNames {
  /** Stands for all objects together. */
  public static final int ALL = -1;

  private final Map<Integer, String> objects = new HashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** The incident that each worker noted last: its vectors follow it. */
  private final Map<Integer, JournalRecord> incidents = new HashMap<>();

  private int run;
  private int process;
  private boolean replay;

  /** Creates names that know none yet. */
  public EventNames() {}

  /** Learns from a record. */
  public void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      objects.clear();
      incidents.clear();
      run++;
      process += ReloadNews.isHandOver(record) ? 0 : 1;
      replay = record.get(Run.KIND) == 0;
    } else if (record.type() == EventType.OBJECT) {
      objects.put(record.index(ObjectNote.OBJECT), record.text("name"));
      known.add(record.text("name"));
    } else if (record.type() == EventType.INCIDENT) {
      incidents.put(record.worker(), record);
    }
  }

  /** Returns the name of the object that a record is about; empty for all of them. */
  String object(JournalRecord record) {
    JournalRecord incident =
        record.type() == EventType.INCIDENT_VECTOR ? incidents.get(record.worker()) : null;
    return object(EventObject.index(incident == null ? record : incident));
  }

  /** Returns the id of the incident that a vector belongs to; empty when it is not there. */
  String incident(JournalRecord vector) {
    JournalRecord incident = incidents.get(vector.worker());
    return incident == null ? "" : incident.text("id");
  }

  /** Returns what is wrong with the name of an object, of any run; empty when there is one. */
  public String unknown(String object) {
    if (known.contains(object)) {
      return "";
    }
    String there =
        known.isEmpty() ? "it names none" : "expected one of " + String.join(", ", known);
    return "--object: the journal has no object \"" + object + "\"; " + there;
  }

  /** Returns the number of the run that records are of, from 1. */
  int run() {
    return run;
  }

  /** Returns the number of the run that records are of, whatever policies it had. */
  int process() {
    return process;
  }

  /** Returns whether records are of a replay, which challenges nobody. */
  boolean isReplay() {
    return replay;
  }

  /** Returns what became of a packet that was answered with a challenge, or would have been. */
  String challenged() {
    return replay ? "would challenge" : "challenged";
  }

  /** Returns the name of an object; empty for all of them. */
  public String object(long index) {
    return index == ALL ? "" : objects.getOrDefault((int) index, "object-" + index);
  }

  /** Returns the code of a reason, or its number where this version has no such. */
  public static String reason(long id) {
    return Reasons.all().stream()
        .filter(reason -> reason.id() == id)
        .map(reason -> reason.code())
        .findFirst()
        .orElse("reason-" + id);
  }

  /** Returns a prefix as text. */
  public static String prefix(long family, long high, long low, long length) {
    return Prefix.masked((int) family, high, low, (int) length).toString();
  }
}
