package org.scrubber.journal;

import java.util.Locale;
import org.scrubber.journal.Fields.Note;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;

/**
 * Notes what an operator hears of a running scrubber beside mitigations, which workers note
 * themselves, and hands all of it on. The conductor's thread, one at a time.
 */
public final class LiveNotes implements LiveEvent.Listener {
  private static final int OTHER = 0;
  private static final int STATE_KIND = 5;

  /**
   * What a note is about. It stands in the record; of records of before that is known by how their
   * words begin.
   */
  public enum Subject {
    /** A process has begun. */
    STARTED(OTHER, "started: "),
    /** A process has ended. */
    STOPPED(OTHER, "stopped"),
    /** Something went wrong. */
    COMPLAINT(OTHER, ""),
    /** A policy came into force. */
    POLICY_LOADED(Note.POLICY, "policy loaded: "),
    /** A policy was wrong. */
    POLICY_REFUSED(Note.POLICY, "policy refused: "),
    /** A policy was read again, and says what it said before. */
    POLICY_SAME(Note.POLICY, "policy read again, and it is the same: "),
    /** Who loads a policy, or what another one says otherwise. */
    POLICY_CHANGE(Note.POLICY, ""),
    /** More came in than there was room for. */
    OVERLOAD_BEGAN(Note.OVERLOAD, "overload: "),
    /** It still does. */
    OVERLOAD_GOES_ON(Note.OVERLOAD, "overload goes on: "),
    /** It does no more. */
    OVERLOAD_ENDED(Note.OVERLOAD, "overload ended"),
    /** Packets go past the workers. */
    BYPASS_OPENED(Note.BYPASS, "bypass opened: "),
    /** They do no more. */
    BYPASS_CLOSED(Note.BYPASS, "bypass closed after "),
    /** The machine stood still, and all with it. */
    STOOD_STILL(Note.BYPASS, "stood still for "),
    /** Packets could not be led past the workers. */
    BYPASS_FAILED(Note.BYPASS, "bypass failed: "),
    /** Interfaces are gone. */
    LINE_LOST(Note.LINE, "interfaces lost: "),
    /** They are there again. */
    LINE_BACK(Note.LINE, "interfaces back"),
    /** An interface has changed. */
    LINK_CHANGED(Note.LINE, ""),
    /** A mitigation goes on from before. */
    MITIGATION_RESTORED(STATE_KIND, "mitigation restored: "),
    /** What was known before is known again. */
    STATE(STATE_KIND, "");

    private final int kind;
    private final String begins;

    Subject(int kind, String begins) {
      this.kind = kind;
      this.begins = begins;
    }

    /** Returns the word for it, as it stands in a record: policy-loaded. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns what a note is about. */
    public static Subject of(JournalRecord note) {
      String code = note.text("subject");
      for (Subject one : values()) {
        boolean named = one.code().equals(code);
        boolean begun = code.isEmpty() && note.text("text").startsWith(one.begins);
        if (named || begun && one.kind == note.index(Note.KIND)) {
          return one; // Those of a kind that begin with anything come last.
        }
      }
      return COMPLAINT;
    }

    /** Returns the words of a note without those that only say what it is about. */
    public String rest(JournalRecord note) {
      String text = note.text("text");
      return text.startsWith(begins) ? text.substring(begins.length()) : text;
    }

    RecordBuffer fill(RecordBuffer record, String rest, long timeNs) {
      record.begin(EventType.NOTE, timeNs).put(Note.KIND, kind);
      return record.text(0, begins + rest).text(1, code());
    }
  }

  private final EventSink sink;
  private final LiveEvent.Listener next;

  /** Creates it around a listener. */
  public LiveNotes(EventSink sink, LiveEvent.Listener next) {
    this.sink = sink;
    this.next = next;
  }

  @Override
  public void hear(long timeNs, LiveEvent event) {
    switch (event) {
      case LiveEvent.Raised e -> {}
      case LiveEvent.Restored e -> {
        Attack one = e.attack();
        String what = one.object() + " " + one.vector() + " " + one.target();
        note(timeNs, Subject.MITIGATION_RESTORED, what);
      }
      case LiveEvent.Changed e -> {}
      case LiveEvent.Ended e -> {}
      case LiveEvent.Reloaded e -> {
        String objects = e.objects() + (e.objects() == 1 ? " object" : " objects");
        note(timeNs, Subject.POLICY_LOADED, e.policy() + ", " + objects);
      }
      case LiveEvent.ReadAgain e ->
          note(timeNs, Subject.POLICY_SAME, e.policy() + ", sha256 " + Opening.brief(e.sha256()));
      case LiveEvent.ReloadRefused e -> note(timeNs, Subject.POLICY_REFUSED, e.message());
      case LiveEvent.Overloaded e ->
          note(
              timeNs,
              e.begins() ? Subject.OVERLOAD_BEGAN : Subject.OVERLOAD_GOES_ON,
              String.format(
                  Locale.ROOT,
                  "offered %,d pps, lost %,d pps, shed %,d pps",
                  e.offeredPps(),
                  e.lostPps(),
                  e.shedPps()));
      case LiveEvent.OverloadEnded e ->
          note(
              timeNs,
              Subject.OVERLOAD_ENDED,
              String.format(
                  Locale.ROOT,
                  " after %s: lost %,d, shed %,d",
                  seconds(e.lastedNs()),
                  e.lost(),
                  e.shed()));
      case LiveEvent.BypassOpened e ->
          note(
              timeNs,
              Subject.BYPASS_OPENED,
              "worker %d has not run for %s".formatted(e.worker(), seconds(e.awayNs())));
      case LiveEvent.BypassClosed e -> note(timeNs, Subject.BYPASS_CLOSED, seconds(e.lastedNs()));
      case LiveEvent.StoodStill e ->
          note(
              timeNs,
              Subject.STOOD_STILL,
              String.format(
                  Locale.ROOT,
                  "%s: %,d went past unjudged, %,d were judged late",
                  seconds(e.lastedNs()),
                  e.wentPast(),
                  e.late()));
      case LiveEvent.BypassFailed e -> note(timeNs, Subject.BYPASS_FAILED, e.message());
      case LiveEvent.LineLost e -> note(timeNs, Subject.LINE_LOST, e.message());
      case LiveEvent.LineBack e -> note(timeNs, Subject.LINE_BACK, "");
      case LiveEvent.LinkChanged e -> note(timeNs, Subject.LINK_CHANGED, e.text());
      case LiveEvent.StateRestored e ->
          e.lines().forEach(line -> note(timeNs, Subject.STATE, line));
      case LiveEvent.Complaint e -> note(timeNs, Subject.COMPLAINT, e.message());
      case LiveEvent.Started e -> note(timeNs, Subject.STARTED, "policy " + e.policy());
      case LiveEvent.Stopped e -> note(timeNs, Subject.STOPPED, "");
    }
    next.hear(timeNs, event);
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, ns < 10_000_000_000L ? "%.2f s" : "%,.0f s", ns / 1e9);
  }

  private void note(long timeNs, Subject subject, String rest) {
    subject.fill(new RecordBuffer(0), rest, timeNs).sendTo(sink);
  }
}
