package org.scrubber.io;

import java.io.IOException;
import java.util.List;
import org.scrubber.batch.PacketBatch;

/** Where packets come from: a capture, a NIC queue, a generator. Used by one thread. */
public interface PacketSource extends AutoCloseable {

  /**
   * Replaces the content of {@code batch} with the next packets, in order: columns {@code
   * frameAddress}, {@code capturedLength}, {@code wireLength}, {@code timestampNs}, {@code
   * interfaceId}, {@code linkType}, and {@code size}. Frames stay valid as long as the batch is not
   * polled again and the source is open, so that several batches can be in flight.
   *
   * @return the number of packets, 0 when there are none just now, or -1 at the end
   * @throws IOException when the medium fails or its content is not a capture
   */
  int poll(PacketBatch batch) throws IOException;

  /**
   * Returns which of the source's captures, from 0, the last poll read; a batch never spans two.
   */
  default int capture() {
    return 0;
  }

  /** Returns the interfaces seen so far; index equals id. The list only grows. */
  List<CaptureInterface> interfaces();

  /** Returns warnings so far, a line each (a cut capture, a link type that cannot be judged). */
  List<String> warnings();

  /** Returns bytes consumed so far, for progress; of {@link #totalBytes()}. */
  long consumedBytes();

  /** Returns the input's size in bytes, or -1 when unknown (standard input). */
  long totalBytes();

  @Override
  void close() throws IOException;
}
