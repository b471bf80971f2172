package org.scrubber.pipeline;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.Parser;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** A scene's packets in native memory, to be run through the hot path again and again. */
final class Frames {
  private final long[] addresses;
  private final int[] lengths;
  private final long[] timesNs;
  private final Arena arena = Arena.ofAuto();
  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private final Worker worker;
  private final Tally tally;
  private final long periodNs;
  private long offsetNs;

  Frames(Scene scene) {
    List<byte[]> frames = scene.frames();
    timesNs = scene.timesNs();
    addresses = new long[frames.size()];
    lengths = new int[frames.size()];
    for (int k = 0; k < addresses.length; k++) {
      byte[] frame = frames.get(k);
      MemorySegment memory = arena.allocate(frame.length);
      Memory.copy(frame, 0, memory.address(), frame.length);
      addresses[k] = memory.address();
      lengths[k] = frame.length;
    }
    periodNs = timesNs[timesNs.length - 1] - timesNs[0] + 1_000_000;
    worker = new Worker(scene.policy());
    tally = new Tally(scene.policy().objects().size(), 1, worker.mitigations());
  }

  int count() {
    return addresses.length;
  }

  Worker worker() {
    return worker;
  }

  /** Runs all packets once, later than the round before; everything in here is the hot path. */
  void round() {
    for (int from = 0; from < addresses.length; from += batch.capacity) {
      int size = Math.min(batch.capacity, addresses.length - from);
      for (int i = 0; i < size; i++) {
        batch.frameAddress[i] = addresses[from + i];
        batch.capturedLength[i] = lengths[from + i];
        batch.wireLength[i] = lengths[from + i];
        batch.timestampNs[i] = timesNs[from + i] + offsetNs;
        batch.linkType[i] = LinkType.ETHERNET;
      }
      batch.size = size;
      parser.parse(batch);
      worker.process(batch);
      tally.update(batch, 0);
    }
    offsetNs += periodNs;
  }
}
