package org.scrubber.cli.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.cli.Version;
import org.scrubber.cli.journal.JournalOptions;
import org.scrubber.cli.journal.Operator;
import org.scrubber.cli.render.Quantity;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.LiveNotes;
import org.scrubber.journal.Opening;
import org.scrubber.journal.Recorder;
import org.scrubber.journal.Recording;
import org.scrubber.journal.queue.Journal;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.live.event.Witness;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;

/**
 * The journal of a run, where one is asked for: workers note mitigations, totals, samples and
 * incidents, the conductor what else an operator hears. A journal that cannot be written is said
 * once, and stops nothing.
 */
final class LiveRecording implements LiveEvent.Listener, Witness.Source, AutoCloseable {
  private final @Nullable Journal journal;
  private final String directory;
  private final String version = Version.number();
  private final String user = Operator.name();
  private final List<String> inputs;
  private final LiveLog log;
  private final LiveEvent.Listener notes;
  private @Nullable Policy inForce;
  private boolean goesOn;
  private boolean complained;

  /**
   * Begins to write the journal, if there is to be one.
   *
   * @param inputs names of the interfaces
   * @param next hears every event, too
   * @throws IOException when the program does not know its version
   */
  LiveRecording(JournalOptions options, List<String> inputs, LiveLog log, LiveEvent.Listener next)
      throws IOException {
    this.log = log;
    this.inputs = inputs;
    journal = options.openAnyway();
    directory = String.valueOf(options.directory());
    notes = journal == null ? next : new LiveNotes(journal.sink(), next);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // One policy of several workers, or another one.
  public @Nullable Witness of(Policy policy, Worker worker, int number) {
    if (journal == null) {
      return null;
    }
    EventSink sink = journal.sink();
    long nowNs = System.currentTimeMillis() * 1_000_000;
    if (inForce != null && inForce != policy) {
      String written = Operator.writerOf(Path.of(policy.name()));
      String who = written.isEmpty() ? user : user + ", " + written;
      Opening.change(sink, inForce, policy, who, nowNs);
      goesOn = true;
    }
    inForce = policy;
    Opening.Facts facts = new Opening.Facts(true, version, user, inputs, nowNs, goesOn);
    return new Recorder(
        policy,
        worker.mitigations(),
        worker.contacts(),
        worker.tables().flows(),
        new Recording(sink, facts),
        number,
        true);
  }

  @Override
  public void hear(long timeNs, LiveEvent event) {
    notes.hear(timeNs, event);
    String problem = journal == null ? null : journal.problem();
    if (problem != null && !complained) {
      complained = true;
      log.warn("the journal " + directory + " is not written: " + problem);
    }
  }

  /** Keeps what is on its way, and says what was kept and lost. */
  @Override
  public void close() {
    if (journal == null) {
      return;
    }
    journal.close();
    if (journal.lost() > 0) {
      log.warn(
          "the journal lacks %s of %s: %s"
              .formatted(
                  Quantity.count(journal.lost()),
                  Quantity.counted(journal.kept() + journal.lost(), "event"),
                  journal.lossReason()));
    }
    if (journal.kept() > 0) {
      log.say("wrote " + directory + ": " + Quantity.counted(journal.kept(), "event"));
    }
  }
}
