package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketSource;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.policy.Policy;
import org.scrubber.report.Report;
import org.scrubber.report.Report.Count;

/** Passes everything: stands in for the engine on this branch. */
public final class Replay {
  private final Options options;
  private final PacketSource source;
  private final List<CaptureWriter> writers = new ArrayList<>();

  /** What to replay. */
  public record Options(
      Policy policy, List<String> captures, Path cleanOrNull, Path droppedOrNull, int workers) {}

  /** Hears how far a replay is. */
  public interface ProgressListener {
    /** Called a few times a second at most, from the run's thread. */
    void progress(long consumedBytes, long totalBytes, long packets);
  }

  /** Opens everything. */
  public Replay(Options options) throws IOException {
    this.options = options;
    source = CaptureFiles.open(options.captures());
    try {
      open();
    } catch (IOException e) {
      source.close();
      for (CaptureWriter writer : writers) {
        writer.close();
      }
      throw e;
    }
  }

  private void open() throws IOException {
    if (options.cleanOrNull() != null) {
      writers.add(CaptureFiles.writer(options.cleanOrNull()));
    }
    if (options.droppedOrNull() != null) {
      writers.add(CaptureFiles.writer(options.droppedOrNull()));
    }
  }

  /** Runs once. */
  public Report run(ProgressListener progress) throws IOException {
    long startNs = System.nanoTime();
    PacketBatch batch = new PacketBatch();
    long packets = 0;
    long bytes = 0;
    long first = -1;
    long last = -1;
    try (source) {
      for (int n = source.poll(batch); n >= 0; n = source.poll(batch)) {
        for (int i = 0; i < n; i++) {
          bytes += batch.wireLength[i];
          last = batch.timestampNs[i];
          first = first < 0 ? last : first;
          if (options.cleanOrNull() != null) {
            writers.getFirst().interfaces(source.interfaces());
            writers.getFirst().write(batch, i, 0, 0, 0);
          }
        }
        packets += n;
        progress.progress(source.consumedBytes(), source.totalBytes(), packets);
      }
      for (CaptureWriter writer : writers) {
        writer.commit();
      }
    } finally {
      for (CaptureWriter writer : writers) {
        writer.close();
      }
    }
    Count all = new Count(packets, bytes);
    Count none = new Count(0, 0);
    return new Report(
        List.of(new Report.Capture(options.captures().getFirst(), packets, bytes)),
        options.policy().name(),
        new Report.Totals(all, all, none, none, none, none),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        source.warnings(),
        first,
        last,
        System.nanoTime() - startNs);
  }
}
