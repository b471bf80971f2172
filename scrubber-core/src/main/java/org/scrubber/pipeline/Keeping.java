package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Mitigations;
import org.scrubber.filter.Reasons;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.NewDirectory;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.policy.Policy;
import org.scrubber.report.EvidenceName;
import org.scrubber.report.PacketComment;
import org.scrubber.report.Samples;

/**
 * Keeps evidence of a replay: samples of what was stopped, a capture for each object and vector, in
 * a directory that appears whole or not at all. Does nothing when nobody wants it. One thread.
 */
final class Keeping implements AutoCloseable {
  private final @Nullable NewDirectory directory;
  private final @Nullable Samples samples;

  /**
   * Looks whether the directory can be used; creates nothing yet.
   *
   * @param wanted a new directory, or an empty one; null for none
   * @throws IOException with one line when it cannot
   */
  Keeping(@Nullable Path wanted) throws IOException {
    directory = wanted == null ? null : new NewDirectory(wanted);
    samples = wanted == null ? null : new Samples();
  }

  /** Samples a batch that was judged and not yet tallied. */
  void sample(PacketBatch batch, Mitigations mitigations) {
    if (samples != null) {
      samples.update(batch, mitigations);
    }
  }

  /** Writes all samples under a temporary name. */
  void write(Policy policy, List<CaptureInterface> interfaces) throws IOException {
    if (samples == null || directory == null) {
      return;
    }
    Path partial = directory.create();
    Map<String, Integer> numbers = new HashMap<>();
    PacketComment comment = new PacketComment(policy);
    for (Samples.Series series : samples.all()) {
      String object = policy.objects().get(series.object()).name();
      int number = numbers.merge(name(object, series, 0), 1, Integer::sum);
      Path file = partial.resolve(name(object, series, number));
      try (CaptureWriter writer = CaptureFiles.writer(file)) {
        writer.interfaces(interfaces);
        samples.write(series, writer, comment);
        writer.commit();
      }
    }
  }

  /** What belongs to no vector is named by why it was stopped. */
  private static String name(String object, Samples.Series series, int number) {
    return series.reason() < 0
        ? EvidenceName.of(object, series.vector(), number)
        : EvidenceName.ofReason(object, Reasons.get(series.reason()).code(), number);
  }

  /** Lets the directory appear. */
  void commit() throws IOException {
    if (directory != null) {
      directory.commit();
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    if (directory != null) {
      directory.close();
    }
  }
}
