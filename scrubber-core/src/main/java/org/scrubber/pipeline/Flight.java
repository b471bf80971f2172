package org.scrubber.pipeline;

import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.CaptureInterface;

/** A batch on its way through the threads of a replay, with what was true when it was read. */
final class Flight {
  final PacketBatch batch = new PacketBatch();
  List<CaptureInterface> interfaces = List.of();
  int capture;
  long consumedBytes;

  /** True on the one flight that follows the last packet. */
  boolean last;
}
