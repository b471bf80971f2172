package org.scrubber.cli.report.span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.Run;
import org.scrubber.journal.JournalRecord;

/**
 * How runs ended, as far as their journal tells. Each worker of a live run begins and ends by
 * itself. A journal is written by one process at a time, so that what began before another replay,
 * or before the same worker began anew, goes on no more.
 */
public final class Endings {
  /** How a run ended. */
  public enum Ending {
    /** Its last record says so. */
    NOTED,
    /** No record says so, and none that anything began after it: it may go on. */
    OPEN,
    /** No record says so, though another run began after it. */
    CUT;

    /** Returns its name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A run of one worker. */
  public static final class Part {
    private final boolean live;
    private Ending ending = Ending.OPEN;
    private long lastNs;

    private Part(boolean live, long beganNs) {
      this.live = live;
      lastNs = beganNs;
    }

    /** Returns how it ended. */
    public Ending ending() {
      return ending;
    }

    /** Returns the last moment that the journal knows of it, ns since the epoch. */
    public long lastNs() {
      return lastNs;
    }

    /** Tells whether it ended without a word, or may go on. */
    public boolean isUnended() {
      return ending != Ending.NOTED;
    }
  }

  private final Map<Integer, Part> open = new HashMap<>();

  /** Creates it before anything is read. */
  public Endings() {}

  /** Learns from a record; all of a journal come in order. */
  public void note(JournalRecord record) {
    if (record.type() == EventType.RUN) {
      begin(record);
      return;
    }
    Part part = open.get(record.worker());
    if (part == null) {
      return;
    }
    part.lastNs = Math.max(part.lastNs, record.timeNs());
    if (record.type() == EventType.END) {
      part.ending = Ending.NOTED;
      open.remove(record.worker());
    }
  }

  private void begin(JournalRecord run) {
    boolean live = run.get(Run.KIND) == 1;
    List<Integer> gone = new ArrayList<>();
    open.forEach(
        (worker, part) -> {
          if (!live || !part.live || worker == run.worker()) {
            part.ending = Ending.CUT;
            gone.add(worker);
          }
        });
    open.keySet().removeAll(gone);
    open.put(run.worker(), new Part(live, run.timeNs()));
  }

  /** Returns the part that a worker's records are of now; null when none has begun. */
  public @Nullable Part of(int worker) {
    return open.get(worker);
  }
}
