package org.scrubber.pipeline;

import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** SYNs whose source address and port differ in every packet, written over one batch of frames. */
final class SpoofedFlood {
  private static final int SOURCE_OFFSET = 26;
  private static final int SOURCE_PORT_OFFSET = 34;
  private static final int SLOT_BYTES = 128;
  private static final long INTERVAL_NS = 1_000;

  private final MemorySegment slots;
  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private final Worker worker;
  private final Tally tally;
  private long sent;
  private long challenged;

  SpoofedFlood(Policy policy) {
    worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    byte[] frame = syn(source(1), 4_000, HOST, 443, 7).build();
    slots = Arena.ofAuto().allocate((long) batch.capacity * SLOT_BYTES);
    for (int i = 0; i < batch.capacity; i++) {
      batch.frameAddress[i] = slots.address() + (long) i * SLOT_BYTES;
      Memory.copy(frame, 0, batch.frameAddress[i], frame.length);
      batch.capturedLength[i] = frame.length;
      batch.wireLength[i] = frame.length;
      batch.linkType[i] = LinkType.ETHERNET;
    }
    batch.size = batch.capacity;
  }

  Worker worker() {
    assert slots.byteSize() > 0 : "kept as long as the frames are in use";
    return worker;
  }

  long challenged() {
    return challenged;
  }

  /**
   * Sends so many SYNs in four parts and returns the bytes that this thread allocated during the
   * quietest: during the first, classes are still being loaded.
   */
  long allocatedBy(int packets) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int part = 0; part < 4; part++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      long empty = threads.getCurrentThreadAllocatedBytes() - start;
      long before = threads.getCurrentThreadAllocatedBytes();
      send(packets / 4);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - empty);
    }
    return least;
  }

  private void send(int packets) {
    for (int batches = 0; batches < packets / batch.capacity; batches++) {
      for (int i = 0; i < batch.capacity; i++) {
        long hash = SplitMix64.mix(++sent);
        Memory.putI32(batch.frameAddress[i] + SOURCE_OFFSET, (int) hash);
        Memory.putU16(batch.frameAddress[i] + SOURCE_PORT_OFFSET, (int) (hash >>> 32) | 1);
        batch.timestampNs[i] = Scene.START_NS + sent * INTERVAL_NS;
      }
      parser.parse(batch);
      worker.process(batch);
      tally.update(batch, 0);
      for (int i = 0; i < batch.capacity; i++) {
        challenged += batch.verdict[i] == Verdict.CHALLENGE_CODE ? 1 : 0;
      }
    }
  }
}
