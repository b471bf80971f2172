package org.scrubber.cli.report.span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.IncidentNote;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.JournalRecord;

/**
 * What of a journal a report is about: of each incident the minute before and the seconds after,
 * and of runs that are of the same time the latest. A journal of months is read twice, so that only
 * what belongs to them is kept in memory.
 */
public final class Spans {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long BEFORE_NS = 61 * SECOND_NS;
  private static final long AFTER_NS = 61 * SECOND_NS;

  private final Map<String, long[]> spans = new HashMap<>();
  private final List<Part> parts = new ArrayList<>();

  /** Number of the run that the second reading has come to, from 1. */
  private int current;

  private boolean taken;
  private int only;

  /** A run, and the time that its packets are of. */
  private static final class Part {
    private final boolean live;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    private Part(boolean live) {
      this.live = live;
    }

    /**
     * Tells whether packets were counted twice: at least half of the shorter one's time is in the
     * other's. Parts of one live run follow each other, so one of both is a replay.
     */
    private boolean isAgain(Part earlier) {
      boolean seen = firstNs <= lastNs && earlier.firstNs <= earlier.lastNs;
      if (!seen || live && earlier.live) {
        return false;
      }
      long shared = Math.min(lastNs, earlier.lastNs) - Math.max(firstNs, earlier.firstNs);
      long shorter = Math.min(lastNs - firstNs, earlier.lastNs - earlier.firstNs);
      return shared >= 0 && 2 * (shared + SECOND_NS) >= shorter + SECOND_NS;
    }
  }

  /** Creates it before anything is read. */
  public Spans() {}

  /** Learns from a record of the first reading. */
  public void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      parts.add(new Part(record.get(Run.KIND) == 1));
    } else if (record.type() == EventType.TOTALS && !parts.isEmpty()) {
      Part part = parts.getLast();
      part.firstNs = Math.min(part.firstNs, record.timeNs());
      part.lastNs = Math.max(part.lastNs, record.timeNs());
    } else if (record.type() == EventType.INCIDENT) {
      spans.put(
          record.text("id"),
          new long[] {
            record.get(IncidentNote.START_NS) - BEFORE_NS,
            record.get(IncidentNote.STOP_NS) + AFTER_NS
          });
    }
  }

  /** Returns how many runs there are; one that loads another policy begins anew. */
  public int runs() {
    return parts.size();
  }

  /** Makes it about one run only, from 1 to {@link #runs}; else about all but those left out. */
  public void only(int run) {
    only = run;
  }

  /** Returns the numbers of the runs that are left out, as a later one is of the same time. */
  public List<Integer> leftOut() {
    List<Integer> numbers = new ArrayList<>();
    for (int k = 0; k < parts.size(); k++) {
      if (!isTaken(k + 1)) {
        numbers.add(k + 1);
      }
    }
    return List.copyOf(numbers);
  }

  private boolean isTaken(int run) {
    if (only > 0) {
      return run == only;
    }
    return run == 0
        || parts.subList(run, parts.size()).stream()
            .noneMatch(later -> later.isAgain(parts.get(run - 1)));
  }

  /** Tells whether a record of the second reading is to be kept. */
  public boolean isWanted(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      current++;
    }
    if (record.type() == EventType.RUN || current == 0) {
      taken = isTaken(current);
    }
    if (!taken) {
      return false;
    }
    return switch (record.type()) {
      case TOTALS, VECTOR_TOTALS, SAMPLE, CAPACITY -> isNear(record.timeNs());
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
