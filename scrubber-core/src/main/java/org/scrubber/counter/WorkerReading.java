package org.scrubber.counter;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.filter.Reasons;
import org.scrubber.report.Tally;

/** What one worker counted, as of one moment: a coherent copy of its bank. Immutable. */
public final class WorkerReading {
  private final long heartbeatNs;
  private final long[] bank;
  private final List<MitigationReading> mitigations;

  WorkerReading(int worker, long heartbeatNs, long[] bank) {
    this.heartbeatNs = heartbeatNs;
    this.bank = bank;
    List<MitigationReading> list = new ArrayList<>();
    long listed = Math.clamp(word(Layout.LISTED), 0, Layout.SLOTS);
    for (int k = 0; k < listed; k++) {
      int at = (int) (Layout.MITIGATION / 8) + k * Layout.SLOT_WORDS;
      list.add(MitigationReading.read(worker, bank, at));
    }
    mitigations = List.copyOf(list);
  }

  private long word(long offset) {
    return bank[(int) (offset / 8)];
  }

  /** Returns when the worker last began a turn, ns since the epoch; 0 for never. */
  public long heartbeatNs() {
    return heartbeatNs;
  }

  /** Returns the moment that the rest is as of, ns since the epoch; 0 for never. */
  public long timeNs() {
    return word(Layout.TIME);
  }

  /** Returns a single value. */
  public long value(WorkerCounter counter) {
    return word(Layout.VALUES + 8L * counter.ordinal());
  }

  /**
   * Returns packets of a kind.
   *
   * @param kind one of {@link Tally}'s
   */
  public long packets(int kind) {
    return word(Layout.PACKETS + 8L * kind);
  }

  /** Returns bytes of a kind. */
  public long bytes(int kind) {
    return word(Layout.BYTES + 8L * kind);
  }

  /** Returns packets that were judged for a reason, by its id. */
  public long reasonPackets(int reason) {
    assert reason < Reasons.COUNT : reason;
    return word(Layout.REASON_PACKETS + 8L * reason);
  }

  /** Returns bytes that were judged for a reason, by its id. */
  public long reasonBytes(int reason) {
    return word(Layout.REASON_BYTES + 8L * reason);
  }

  /** Returns what a side of the line counts. */
  public long side(int side, org.scrubber.io.LineCount count) {
    return word(Layout.SIDE + 8L * (side * Layout.SIDE_COUNTS + count.ordinal()));
  }

  /** Returns packets to an object, by its index, of a kind. */
  public long objectPackets(int object, int kind) {
    return word(Layout.OBJECT + Layout.OBJECT_BYTES * object + 8L * kind);
  }

  /** Returns bytes to an object of a kind. */
  public long objectBytes(int object, int kind) {
    return word(Layout.OBJECT + Layout.OBJECT_BYTES * object + 8L * (Tally.KINDS + kind));
  }

  /** Returns the active mitigations, as many as the file lists. */
  public List<MitigationReading> mitigations() {
    return mitigations;
  }
}
