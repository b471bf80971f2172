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
  private static final int STATE = 5;

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
        note(timeNs, STATE, "mitigation restored: " + what);
      }
      case LiveEvent.Changed e -> {}
      case LiveEvent.Ended e -> {}
      case LiveEvent.Reloaded e ->
          note(
              timeNs,
              Note.POLICY,
              "policy loaded: %s, %d %s"
                  .formatted(e.policy(), e.objects(), e.objects() == 1 ? "object" : "objects"));
      case LiveEvent.ReloadRefused e -> note(timeNs, Note.POLICY, "policy refused: " + e.message());
      case LiveEvent.Overloaded e ->
          note(
              timeNs,
              Note.OVERLOAD,
              String.format(
                  Locale.ROOT,
                  "overload%s: offered %,d pps, lost %,d pps, shed %,d pps",
                  e.begins() ? "" : " goes on",
                  e.offeredPps(),
                  e.lostPps(),
                  e.shedPps()));
      case LiveEvent.OverloadEnded e ->
          note(
              timeNs,
              Note.OVERLOAD,
              String.format(
                  Locale.ROOT,
                  "overload ended after %s: lost %,d, shed %,d",
                  seconds(e.lastedNs()),
                  e.lost(),
                  e.shed()));
      case LiveEvent.BypassOpened e ->
          note(
              timeNs,
              Note.BYPASS,
              "bypass opened: worker %d has not run for %s"
                  .formatted(e.worker(), seconds(e.awayNs())));
      case LiveEvent.BypassClosed e ->
          note(timeNs, Note.BYPASS, "bypass closed after " + seconds(e.lastedNs()));
      case LiveEvent.StoodStill e ->
          note(timeNs, Note.BYPASS, "stood still for " + seconds(e.lastedNs()));
      case LiveEvent.BypassFailed e -> note(timeNs, Note.BYPASS, "bypass failed: " + e.message());
      case LiveEvent.LineLost e -> note(timeNs, Note.LINE, "interfaces lost: " + e.message());
      case LiveEvent.LineBack e -> note(timeNs, Note.LINE, "interfaces back");
      case LiveEvent.LinkChanged e -> note(timeNs, Note.LINE, e.text());
      case LiveEvent.StateRestored e -> e.lines().forEach(line -> note(timeNs, STATE, line));
      case LiveEvent.Complaint e -> note(timeNs, OTHER, e.message());
      case LiveEvent.Started e -> note(timeNs, OTHER, "started: policy " + e.policy());
      case LiveEvent.Stopped e -> note(timeNs, OTHER, "stopped");
    }
    next.hear(timeNs, event);
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, ns < 10_000_000_000L ? "%.2f s" : "%,.0f s", ns / 1e9);
  }

  private void note(long timeNs, int kind, String text) {
    new RecordBuffer(0)
        .begin(EventType.NOTE, timeNs)
        .put(Note.KIND, kind)
        .text(0, text)
        .sendTo(sink);
  }
}
