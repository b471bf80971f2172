package org.scrubber.io.pcap;

import java.io.IOException;
import org.scrubber.batch.PacketBatch;

/** One capture file of a run, on its medium. Used by one thread. */
abstract sealed class CaptureInput permits MappedInput, StreamedInput {
  /**
   * Fills {@code batch} and sets its size.
   *
   * @return the number of packets, at least 1, or -1 at the end of this file
   * @throws IOException when the medium fails
   */
  abstract int poll(PacketBatch batch) throws IOException;

  /** Returns how many bytes of {@link #totalBytes()} were used so far. */
  abstract long consumedBytes();

  /** Returns the size on the medium (compressed, if it is), or -1 when unknown. */
  abstract long totalBytes();

  /** Gives back what this input holds alone; frames of its batches stay valid. */
  abstract void close() throws IOException;
}
