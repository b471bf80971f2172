package org.scrubber.pipeline;

import org.jspecify.annotations.Nullable;
import org.scrubber.journal.Recorder;
import org.scrubber.report.Tally;

/** Middle leg of a replay: judges batches in order, samples and counts them. One thread. */
final class Judging {
  private static final int BATCHES_A_REPORT = 512;

  private final Worker worker;
  private final Keeping keeping;
  private final Tally tally;
  private final @Nullable Recorder recorder;
  private final Replay.ProgressListener progress;
  private final long totalBytes;
  private int batches;

  Judging(
      Worker worker,
      Keeping keeping,
      Tally tally,
      @Nullable Recorder recorder,
      Replay.ProgressListener progress,
      long totalBytes) {
    this.worker = worker;
    this.keeping = keeping;
    this.tally = tally;
    this.recorder = recorder;
    this.progress = progress;
    this.totalBytes = totalBytes;
  }

  /** Judges and counts a flight's batch. */
  void judge(Flight flight) {
    worker.judge(flight.batch);
    keeping.sample(flight.batch, worker.mitigations());
    if (recorder == null) {
      tally.update(flight.batch, flight.capture);
    } else {
      recorder.sample(flight.batch);
      tally.update(flight.batch, flight.capture);
      recorder.update(flight.batch);
    }
    if (++batches % BATCHES_A_REPORT == 0) {
      progress.progress(flight.consumedBytes, totalBytes, tally.offered());
    }
  }
}
