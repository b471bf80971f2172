package org.scrubber.journal;

import org.scrubber.batch.ColdPath;
import org.scrubber.detect.Ledger;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.journal.Fields.MitigationNote;

/** Notes what is raised, changed and ended, when the mitigations say that something was. */
final class MitigationNotes {
  static final int RAISED = 1;
  static final int CHANGED = 2;
  static final int ENDED = 3;

  private final Mitigations mitigations;
  private final RecordBuffer record;
  private final EventSink sink;
  private final long[] numbers = new long[Mitigations.CAPACITY];
  private final int[] pulses = new int[Mitigations.CAPACITY];
  private final long[] vectorsLow = new long[Mitigations.CAPACITY];
  private final long[] vectorsHigh = new long[Mitigations.CAPACITY];
  private final boolean[] active = new boolean[Mitigations.CAPACITY];
  private long generation = -1;
  private long beganNs;

  MitigationNotes(Mitigations mitigations, RecordBuffer record, EventSink sink) {
    this.mitigations = mitigations;
    this.record = record;
    this.sink = sink;
  }

  /** Begins at a reading of the clock: what was raised before it goes on, and is not raised. */
  void begin(long clockNs) {
    beganNs = clockNs;
  }

  /**
   * Looks whether anything is new, and notes it.
   *
   * @param timeNs packet time now
   * @param clockOriginNs packet time at which the clock was 0
   * @return whether anything was
   */
  boolean update(long timeNs, long clockOriginNs) {
    if (mitigations.generation() == generation) {
      return false;
    }
    generation = mitigations.generation();
    int size = mitigations.size();
    for (int index = 0; index < size; index++) {
      compare(index, mitigations.get(index), timeNs, clockOriginNs);
    }
    return size > 0;
  }

  private void compare(int index, Mitigation one, long timeNs, long clockOriginNs) {
    boolean same = numbers[index] == one.number;
    boolean was = same && active[index];
    if (one.isActive() && !was && one.raisedNs < beganNs) {
      note(one, CHANGED, timeNs, clockOriginNs);
    } else if (one.isActive() && !was) {
      note(one, same ? CHANGED : RAISED, one.raisedNs + clockOriginNs, clockOriginNs);
    } else if (one.isActive() && isOther(index, one)) {
      note(one, CHANGED, timeNs, clockOriginNs);
    } else if (was && !one.isActive()) {
      end(one, timeNs, clockOriginNs);
    }
    numbers[index] = one.number;
    active[index] = one.isActive();
    pulses[index] = one.pulses;
    vectorsLow[index] = one.vectorsLow();
    vectorsHigh[index] = one.vectorsHigh();
  }

  private boolean isOther(int index, Mitigation one) {
    return pulses[index] != one.pulses
        || vectorsLow[index] != one.vectorsLow()
        || vectorsHigh[index] != one.vectorsHigh();
  }

  @ColdPath("when a mitigation ends")
  private void end(Mitigation one, long timeNs, long clockOriginNs) {
    fill(one, ENDED, timeNs, clockOriginNs);
    record.put(MitigationNote.SOURCES, one.ledger.sources.estimate());
    record.text(0, one.signature.describe());
    record.sendTo(sink);
  }

  private void note(Mitigation one, int state, long timeNs, long clockOriginNs) {
    fill(one, state, timeNs, clockOriginNs);
    record.put(MitigationNote.RATE_PPS, one.toldPps());
    record.sendTo(sink);
  }

  /** Notes how the active ones stand, as if they ended now: at the end of a run. */
  @ColdPath("once")
  void finish(long timeNs, long clockOriginNs) {
    for (int index = 0, size = mitigations.size(); index < size; index++) {
      Mitigation one = mitigations.get(index);
      if (one.isActive()) {
        fill(one, CHANGED, timeNs, clockOriginNs);
        record.put(MitigationNote.SOURCES, one.ledger.sources.estimate());
        record.text(0, one.signature.describe());
        record.sendTo(sink);
      }
    }
  }

  private void fill(Mitigation one, int state, long timeNs, long clockOriginNs) {
    Ledger ledger = one.ledger;
    record.begin(EventType.MITIGATION, timeNs);
    record.put(MitigationNote.STATE, state);
    record.put(MitigationNote.NUMBER, one.number);
    record.put(MitigationNote.OBJECT, one.object);
    record.put(MitigationNote.VECTOR, one.vector);
    record.put(MitigationNote.VECTORS_LOW, one.vectorsLow());
    record.put(MitigationNote.VECTORS_HIGH, one.vectorsHigh());
    record.put(MitigationNote.FAMILY, one.family);
    record.put(MitigationNote.TARGET_HIGH, one.targetHigh);
    record.put(MitigationNote.TARGET_LOW, one.targetLow);
    record.put(MitigationNote.TARGET_LENGTH, one.targetLength);
    record.put(MitigationNote.PULSES, one.pulses);
    record.put(MitigationNote.RAISED_NS, one.raisedNs + clockOriginNs);
    record.put(MitigationNote.RATE_PPS, one.shownPps());
    record.put(MitigationNote.THRESHOLD_PPS, one.thresholdPps);
    record.put(MitigationNote.BURST, one.raisedBurst);
    record.put(MitigationNote.DROPPED_PACKETS, ledger.droppedPackets);
    record.put(MitigationNote.DROPPED_BYTES, ledger.droppedBytes);
    record.put(MitigationNote.CHALLENGED_PACKETS, ledger.challengedPackets);
    record.put(MitigationNote.CHALLENGED_BYTES, ledger.challengedBytes);
    record.put(MitigationNote.CHALLENGES_SENT, ledger.challengesSent);
    record.put(MitigationNote.CHALLENGES_ANSWERED, ledger.challengesAnswered);
    record.put(MitigationNote.RELEASED, ledger.synsReleased);
    record.put(MitigationNote.PEAK_PPS, ledger.peakPps);
    record.put(MitigationNote.PEAK_BPS, ledger.peakBps);
    record.put(MitigationNote.FIRST_NS, ledger.firstFrame == 0 ? 0 : ledger.firstTimeNs);
    record.put(MitigationNote.LAST_NS, ledger.firstFrame == 0 ? 0 : ledger.lastTimeNs);
    record.put(MitigationNote.FIRST_FRAME, ledger.firstFrame);
  }
}
