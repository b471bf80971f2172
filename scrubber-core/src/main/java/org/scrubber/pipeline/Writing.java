package org.scrubber.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.io.pcap.CaptureFiles;
import org.scrubber.io.pcap.CaptureWriter;
import org.scrubber.policy.Policy;
import org.scrubber.report.PacketComment;

/**
 * Last leg of a replay: every packet goes to exactly one of the clean and the dropped capture. One
 * thread; either may be absent.
 */
final class Writing implements AutoCloseable {
  private final CaptureWriter clean;
  private final CaptureWriter dropped;
  private final PacketComment comment;
  private final boolean commented;

  /**
   * Opens the outputs, so that one that cannot be written is known before any work is done.
   *
   * @param commented whether clean packets say why they would be lost in enforce mode
   */
  Writing(Path cleanOrNull, Path droppedOrNull, Policy policy, boolean commented)
      throws IOException {
    comment = new PacketComment(policy);
    this.commented = commented;
    clean = cleanOrNull == null ? null : CaptureFiles.writer(cleanOrNull);
    try {
      dropped = droppedOrNull == null ? null : CaptureFiles.writer(droppedOrNull);
    } catch (IOException e) {
      if (clean != null) {
        clean.close();
      }
      throw e;
    }
  }

  /** Tells whether there is anything to write. */
  boolean isWanted() {
    return clean != null || dropped != null;
  }

  /** Writes a judged batch. */
  void write(Flight flight) throws IOException {
    PacketBatch batch = flight.batch;
    if (clean != null) {
      clean.interfaces(flight.interfaces);
      for (int i = 0, size = batch.size; i < size; i++) {
        boolean lost = batch.verdict[i] != Verdict.PASS_CODE;
        if (!lost || batch.monitored[i]) {
          int length = lost && commented ? comment.compose(batch, i) : 0;
          clean.write(batch, i, comment.address(), length, CaptureWriter.NO_VERDICT);
        }
      }
    }
    if (dropped != null) {
      dropped.interfaces(flight.interfaces);
      for (int i = 0, size = batch.size; i < size; i++) {
        if (batch.verdict[i] != Verdict.PASS_CODE && !batch.monitored[i]) {
          int length = comment.compose(batch, i);
          dropped.write(batch, i, comment.address(), length, batch.verdict[i]);
        }
      }
    }
  }

  /** Lets the outputs appear. */
  void commit() throws IOException {
    if (clean != null) {
      clean.commit();
    }
    if (dropped != null) {
      dropped.commit();
    }
  }

  /** Closes; what was not committed leaves nothing behind. */
  @Override
  @SuppressWarnings("ReferenceEquality") // They are the very same writers.
  public void close() throws IOException {
    try {
      if (clean != null) {
        clean.close();
      }
    } finally {
      if (dropped != null) {
        dropped.close();
      }
    }
  }
}
