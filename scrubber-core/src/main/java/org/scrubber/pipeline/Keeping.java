package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Mitigations;
import org.scrubber.io.CaptureInterface;
import org.scrubber.io.pcap.CaptureException;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.policy.Policy;
import org.scrubber.report.EvidenceName;
import org.scrubber.report.Samples;

/**
 * Keeps evidence of a replay: samples of what was stopped, a capture for each object and vector, in
 * a directory that appears whole or not at all. Does nothing when nobody wants it. One thread.
 */
final class Keeping implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final Samples samples;

  /**
   * Looks whether the directory can be used; creates nothing yet.
   *
   * @param directoryOrNull a new directory, or an empty one
   * @throws CaptureException with one line when it cannot
   */
  Keeping(Path directoryOrNull) throws CaptureException {
    if (directoryOrNull == null) {
      target = null;
      partial = null;
      samples = null;
      return;
    }
    target = directoryOrNull.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CaptureException(directoryOrNull + ": no such directory to create it in");
    }
    if (Files.exists(target) && !isEmpty(target)) {
      throw new CaptureException(directoryOrNull + ": exists and is no empty directory");
    }
    long process = ProcessHandle.current().pid();
    partial = parent.resolve(".%s.partial-%d".formatted(target.getFileName(), process));
    samples = new Samples();
  }

  private static boolean isEmpty(Path directory) throws CaptureException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      throw new CaptureException(directory + ": cannot be read", e);
    }
  }

  /** Samples a batch that was judged and not yet tallied. */
  void sample(PacketBatch batch, Mitigations mitigations) {
    if (samples != null) {
      samples.update(batch, mitigations);
    }
  }

  /** Writes all samples under a temporary name. */
  void write(Policy policy, List<CaptureInterface> interfaces) throws IOException {
    if (samples == null) {
      return;
    }
    delete();
    Files.createDirectory(partial);
    Map<String, Integer> numbers = new HashMap<>();
    for (Samples.Series series : samples.all()) {
      String object = policy.objects().get(series.object()).name();
      String stem = EvidenceName.stem(object, series.vector());
      int number = numbers.merge(stem, 1, Integer::sum);
      Path file = partial.resolve(EvidenceName.of(object, series.vector(), number));
      try (CaptureWriter writer = CaptureFiles.writer(file)) {
        writer.interfaces(interfaces);
        samples.write(series, writer);
        writer.commit();
      }
    }
  }

  /** Lets the directory appear. */
  void commit() throws IOException {
    if (samples != null) {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    if (samples != null) {
      delete();
    }
  }

  private void delete() throws IOException {
    if (!Files.isDirectory(partial)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partial)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(partial);
  }
}
