package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.journal.Recorder;
import org.scrubber.journal.Recording;
import org.scrubber.policy.Policy;
import org.scrubber.report.Report;
import org.scrubber.report.ReportBuilder;
import org.scrubber.report.Tally;

/**
 * The offline main job: captures in, verdicts out, clean and dropped packets written.
 *
 * <p>Reading, judging and writing overlap on up to three threads; packets are judged in order on
 * one of them, so the outputs are the same bytes however many there are. Use once.
 */
public final class Replay {
  private final Options options;
  private final PacketSource source;
  private final Keeping keeping;
  private final Writing writing;

  /**
   * What to replay.
   *
   * @param captures names of captures, in order; "-" is standard input
   * @param cleanOrNull where passed packets go
   * @param droppedOrNull where dropped and challenged packets go
   * @param evidenceOrNull directory for samples of what was stopped: a new one, or an empty one
   * @param workers threads, 1 or more; more than 3 are not used
   * @param recordingOrNull where events go
   */
  public record Options(
      Policy policy,
      List<String> captures,
      Path cleanOrNull,
      Path droppedOrNull,
      Path evidenceOrNull,
      int workers,
      Recording recordingOrNull) {
    /** Options that tell no events. */
    public Options(
        Policy policy,
        List<String> captures,
        Path cleanOrNull,
        Path droppedOrNull,
        Path evidenceOrNull,
        int workers) {
      this(policy, captures, cleanOrNull, droppedOrNull, evidenceOrNull, workers, null);
    }

    /** Options that keep no evidence. */
    public Options(
        Policy policy, List<String> captures, Path cleanOrNull, Path droppedOrNull, int workers) {
      this(policy, captures, cleanOrNull, droppedOrNull, null, workers);
    }
  }

  /** Hears how far a replay is. */
  public interface ProgressListener {
    /**
     * Called now and then, from the thread that runs the replay.
     *
     * @param totalBytes size of the inputs, -1 when unknown
     */
    void progress(long consumedBytes, long totalBytes, long packets);
  }

  /**
   * Opens all inputs and outputs.
   *
   * @throws IOException with one clear line when one cannot be used; nothing is left behind then
   */
  public Replay(Options options) throws IOException {
    this(options, CaptureFiles.open(options.captures()), false);
  }

  /**
   * Opens all outputs around another source, which is closed with the replay; the options' captures
   * say its name. What passes because its object is in monitor mode carries a comment in the clean
   * output that says why it would be lost in enforce mode.
   *
   * @throws IOException with one clear line when one cannot be used; nothing is left behind then
   */
  public Replay(Options options, PacketSource source) throws IOException {
    this(options, source, true);
  }

  private Replay(Options options, PacketSource source, boolean commented) throws IOException {
    this.options = options;
    this.source = source;
    try {
      keeping = new Keeping(options.evidenceOrNull());
      writing =
          new Writing(options.cleanOrNull(), options.droppedOrNull(), options.policy(), commented);
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Replays everything, and lets the outputs appear when all went well.
   *
   * @throws IOException when an input breaks or an output cannot be written; no output appears then
   */
  public Report run(ProgressListener progress) throws IOException {
    long beganNs = System.nanoTime();
    Worker worker = new Worker(options.policy());
    Tally tally =
        new Tally(
            options.policy().objects().size(), options.captures().size(), worker.mitigations());
    Reading reading = new Reading(source, worker);
    try (PacketSource input = source;
        Keeping evidence = keeping;
        Writing output = writing) {
      Recorder recorder = recorder(worker);
      Judging judging =
          new Judging(worker, evidence, tally, recorder, progress, input.totalBytes());
      if (options.workers() == 1) {
        inline(reading, judging, output);
      } else {
        new Relay(reading, judging, output).run();
      }
      evidence.write(options.policy(), input.interfaces());
      output.commit();
      evidence.commit();
      if (recorder != null) {
        recorder.finish(tally, false);
      }
      return new ReportBuilder(
              options.policy(), tally, worker.mitigations(), worker.view(), worker.contacts())
          .build(options.captures(), reading.warnings(), System.nanoTime() - beganNs);
    }
  }

  private Recorder recorder(Worker worker) {
    Recording recording = options.recordingOrNull();
    return recording == null
        ? null
        : new Recorder(
            options.policy(),
            worker.mitigations(),
            worker.contacts(),
            worker.tables().flows(),
            recording,
            0,
            true);
  }

  private static void inline(Reading reading, Judging judging, Writing writing) throws IOException {
    Flight flight = new Flight();
    for (reading.fill(flight); !flight.last; reading.fill(flight)) {
      judging.judge(flight);
      writing.write(flight);
    }
  }
}
