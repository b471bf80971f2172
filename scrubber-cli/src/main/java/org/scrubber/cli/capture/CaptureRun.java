package org.scrubber.cli.capture;

import java.io.IOException;
import java.util.function.Consumer;
import org.scrubber.cli.live.Signals;
import org.scrubber.cli.render.Captured;
import org.scrubber.io.pcap4j.CaptureCounts;
import org.scrubber.io.pcap4j.CaptureSettings;
import org.scrubber.io.pcap4j.LiveCapture;
import org.scrubber.pipeline.Replay;
import org.scrubber.report.Report;

/** A live capture as a process of its own: what signals do to it. */
public final class CaptureRun {
  private CaptureRun() {}

  /**
   * What a capture has found.
   *
   * @param report the same as of a replay
   * @param captured what only a capture has to say
   */
  public record Result(Report report, Captured captured) {}

  /**
   * Captures until its end, SIGINT or SIGTERM; outputs appear then. The calling thread judges.
   *
   * @param begun told the link type of the interface, once packets are taken
   */
  public static Result run(
      Replay.Options options, CaptureSettings settings, Consumer<Integer> begun)
      throws IOException {
    LiveCapture source = LiveCapture.open(settings);
    Replay replay = new Replay(options, source); // Closes the source if it fails.
    Signals.handle("INT", source::stop);
    Signals.handle("TERM", source::stop);
    begun.accept(source.linkType());
    Report report = replay.run((consumed, total, packets) -> {});
    CaptureCounts counts = source.counts();
    return new Result(
        report,
        new Captured(
            settings.interfaceName(),
            source.linkType(),
            settings.filter(),
            counts.received(),
            counts.kernelDropped(),
            counts.interfaceDropped()));
  }
}
