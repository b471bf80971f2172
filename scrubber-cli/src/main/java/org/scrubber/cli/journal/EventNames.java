package org.scrubber.cli.journal;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.filter.Reasons;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.ObjectNote;
import org.scrubber.journal.JournalRecord;
import org.scrubber.policy.Prefix;

/** What the indices in records stand for, by the records that were read before them. */
public final class EventNames {
  /** Stands for all objects together. */
  public static final int ALL = -1;

  private final Map<Integer, String> objects = new HashMap<>();
  private int run;

  /** Creates names that know none yet. */
  public EventNames() {}

  /** Learns from a record. */
  public void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      objects.clear();
      run++;
    } else if (record.type() == EventType.OBJECT) {
      objects.put(record.index(ObjectNote.OBJECT), record.text("name"));
    }
  }

  /** Returns the number of the run that records are of, from 1. */
  int run() {
    return run;
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
