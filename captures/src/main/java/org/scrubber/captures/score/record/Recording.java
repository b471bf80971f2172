package org.scrubber.captures.score.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.scrubber.captures.score.gate.PassAll;
import org.scrubber.captures.score.run.Run;
import org.scrubber.captures.score.run.Task;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;

/**
 * Plays a task without a scrubber and writes what one would see: a capture, and the labels beside
 * it. Both appear whole or not at all; memory does not grow with their size.
 */
public final class Recording {
  /** What is added to a capture's name to make that of its labels. */
  public static final String LABELS = ".labels";

  private Recording() {}

  /** Hears how far a recording is. */
  public interface Listener {
    /** Called now and then, from the thread that records; may throw to stop it. */
    void at(long timeNs, long packets);
  }

  /** Returns where the labels of a capture go. */
  public static Path labels(Path capture) {
    return capture.resolveSibling(capture.getFileName() + LABELS);
  }

  /**
   * Records.
   *
   * @return how many packets
   * @throws IOException when a file cannot be written; nothing is left behind then
   */
  public static long record(Run run, Task task, Path file, Listener listener) throws IOException {
    try (CaptureWriter capture = CaptureFiles.writer(file);
        LabelFile labels = new LabelFile(labels(file), task)) {
      run.play(task, new PassAll(), List.of(new Recorder(capture, labels, listener)));
      labels.commit();
      capture.commit();
      return labels.packets();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
