package org.scrubber.journal;

import java.util.List;
import org.scrubber.journal.Fields.MitigationNote;
import org.scrubber.journal.Fields.Note;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Policy;

/**
 * Notes what an operator hears of a running scrubber, and hands it on: put around the listener of a
 * live run, it is all that a journal of it needs. The conductor's thread, one at a time.
 */
public final class LiveNotes implements LiveEvent.Listener {
  private static final int OTHER = 0;
  private static final int POLICY = 1;
  private static final int OVERLOAD = 2;
  private static final int BYPASS = 3;
  private static final int LINE = 4;
  private static final int STATE = 5;

  private final EventSink sink;
  private final List<String> objects;
  private final LiveEvent.Listener next;

  /**
   * Creates it around a listener.
   *
   * @param policy that is in force; names its objects
   */
  public LiveNotes(EventSink sink, Policy policy, LiveEvent.Listener next) {
    this.sink = sink;
    this.next = next;
    objects = policy.objects().stream().map(one -> one.name()).toList();
  }

  @Override
  public void hear(long timeNs, LiveEvent event) {
    switch (event) {
      case LiveEvent.Raised e -> mitigation(timeNs, MitigationNotes.RAISED, e.attack());
      case LiveEvent.Changed e -> mitigation(timeNs, MitigationNotes.CHANGED, e.attack());
      case LiveEvent.Ended e -> mitigation(timeNs, MitigationNotes.ENDED, e.attack());
      case LiveEvent.Reloaded e ->
          note(timeNs, POLICY, "policy loaded: %s, %d objects".formatted(e.policy(), e.objects()));
      case LiveEvent.ReloadRefused e -> note(timeNs, POLICY, "policy refused: " + e.message());
      case LiveEvent.Overloaded e ->
          note(
              timeNs,
              OVERLOAD,
              "overload: offered %d pps, lost %d pps, shed %d pps"
                  .formatted(e.offeredPps(), e.lostPps(), e.shedPps()));
      case LiveEvent.OverloadEnded e ->
          note(timeNs, OVERLOAD, "overload ended: lost %d, shed %d".formatted(e.lost(), e.shed()));
      case LiveEvent.BypassOpened e ->
          note(timeNs, BYPASS, "bypass opened: worker %d has not run".formatted(e.worker()));
      case LiveEvent.BypassClosed e -> note(timeNs, BYPASS, "bypass closed");
      case LiveEvent.BypassFailed e -> note(timeNs, BYPASS, "bypass failed: " + e.message());
      case LiveEvent.LineLost e -> note(timeNs, LINE, "interfaces lost: " + e.message());
      case LiveEvent.LineBack e -> note(timeNs, LINE, "interfaces back");
      case LiveEvent.LinkChanged e -> note(timeNs, LINE, e.text());
      case LiveEvent.StateRestored e -> e.lines().forEach(line -> note(timeNs, STATE, line));
      case LiveEvent.Complaint e -> note(timeNs, OTHER, e.message());
      case LiveEvent.Started e -> note(timeNs, OTHER, "started: policy " + e.policy());
      case LiveEvent.Stopped e -> note(timeNs, OTHER, "stopped");
    }
    next.hear(timeNs, event);
  }

  private void note(long timeNs, int kind, String text) {
    new RecordBuffer(0)
        .begin(EventType.NOTE, timeNs)
        .put(Note.KIND, kind)
        .text(0, text)
        .sendTo(sink);
  }

  private void mitigation(long timeNs, int state, Attack attack) {
    RecordBuffer record = new RecordBuffer(attack.worker());
    record.begin(EventType.MITIGATION, timeNs);
    record.put(MitigationNote.STATE, state);
    record.put(MitigationNote.NUMBER, attack.number());
    record.put(MitigationNote.OBJECT, objects.indexOf(attack.object()));
    record.put(MitigationNote.VECTOR, VectorIds.of(attack.vector()));
    record.put(MitigationNote.VECTORS_LOW, bits(attack.treated(), 0));
    record.put(MitigationNote.VECTORS_HIGH, bits(attack.treated(), Long.SIZE));
    record.put(MitigationNote.FAMILY, attack.target().family());
    record.put(MitigationNote.TARGET_HIGH, attack.target().high());
    record.put(MitigationNote.TARGET_LOW, attack.target().low());
    record.put(MitigationNote.TARGET_LENGTH, attack.target().length());
    record.put(MitigationNote.PULSES, attack.pulses());
    record.put(MitigationNote.RAISED_NS, attack.raisedNs());
    record.put(MitigationNote.RATE_PPS, attack.ratePps());
    record.put(MitigationNote.THRESHOLD_PPS, attack.thresholdPps());
    record.put(MitigationNote.DROPPED_PACKETS, attack.dropped());
    record.put(MitigationNote.CHALLENGED_PACKETS, attack.challenged());
    record.sendTo(sink);
  }

  private static long bits(List<Integer> ids, int from) {
    long bits = 0;
    for (int id : ids) {
      bits |= id >= from && id < from + Long.SIZE ? 1L << id - from : 0;
    }
    return bits;
  }
}
