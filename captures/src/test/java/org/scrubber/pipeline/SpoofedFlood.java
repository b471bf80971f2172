package org.scrubber.pipeline;

import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.journal.EventSink;
import org.scrubber.journal.Opening;
import org.scrubber.journal.Recorder;
import org.scrubber.journal.Recording;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;
import org.scrubber.wire.Ip;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * SYNs whose source address and port differ in every packet, written over one batch of frames; of
 * those that are challenged, one in so many answers.
 */
final class SpoofedFlood {
  private static final int SOURCE_OFFSET = 26;
  private static final int SOURCE_PORT_OFFSET = 34;
  private static final int SLOT_BYTES = 128;
  private static final long INTERVAL_NS = 1_000;
  private static final int LINK_BYTES = 14;
  private static final int TCP_OFFSET = 34;
  private static final int RST_BYTES = 54;
  private static final int ANSWERED_SHARE = 16;

  private final MemorySegment slots;
  private final MemorySegment answerSlots;
  private final PacketBatch batch = new PacketBatch();
  private final PacketBatch answers = new PacketBatch();
  private final Parser parser = new Parser();
  private final Worker worker;
  private final Tally tally;
  private @Nullable Recorder recorder;
  private long sent;
  private long condemned;
  private long replied;
  private long released;

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
    byte[] rst = rst(source(1), 4_000, HOST, 443, 7).build();
    answerSlots = Arena.ofAuto().allocate((long) batch.capacity * SLOT_BYTES);
    for (int i = 0; i < batch.capacity; i++) {
      answers.frameAddress[i] = answerSlots.address() + (long) i * SLOT_BYTES;
      Memory.copy(rst, 0, answers.frameAddress[i], rst.length);
      answers.capturedLength[i] = RST_BYTES;
      answers.wireLength[i] = RST_BYTES;
      answers.linkType[i] = LinkType.ETHERNET;
    }
  }

  /** Has everything noted, too. */
  SpoofedFlood noting(EventSink sink) {
    Opening.Facts facts = new Opening.Facts(false, "", "", List.of(), 0);
    recorder =
        new Recorder(
            worker.policy(),
            worker.mitigations(),
            worker.contacts(),
            worker.tables().flows(),
            new Recording(sink, facts),
            0,
            false);
    return this;
  }

  /** Returns how many challenges were sent. */
  long replied() {
    return replied;
  }

  /** Returns how many SYNs were sent on because their challenge was answered. */
  long released() {
    return released;
  }

  Worker worker() {
    assert slots.byteSize() > 0 && answerSlots.byteSize() > 0
        : "kept as long as the frames are in use";
    return worker;
  }

  long condemned() {
    return condemned;
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
      if (recorder != null) {
        recorder.sample(batch);
      }
      tally.update(batch, 0);
      if (recorder != null) {
        recorder.update(batch);
      }
      answer();
      for (int i = 0; i < batch.capacity; i++) {
        condemned += batch.verdict[i] != Verdict.PASS_CODE ? 1 : 0;
      }
    }
  }

  /** Answers some of the challenges as a client does, with a RST that carries their number. */
  private void answer() {
    Replies replies = worker.replies();
    answers.size = 0;
    for (int k = 0; k < replies.count; k++) {
      replied += replies.toOutside[k] ? 1 : 0;
      if (k % ANSWERED_SHARE == 0 && replies.toOutside[k]) {
        long from = replies.frameAddress[k];
        int i = answers.size++;
        long to = answers.frameAddress[i];
        Memory.putI32(to + SOURCE_OFFSET, Memory.i32(from + LINK_BYTES + Ip.V4_TARGET));
        Memory.putU16(to + SOURCE_PORT_OFFSET, Memory.u16(from + TCP_OFFSET + 2));
        int number = Memory.i32(from + TCP_OFFSET + Tcp.ACKNOWLEDGEMENT);
        Memory.putI32(to + TCP_OFFSET + Tcp.SEQUENCE, number);
        answers.timestampNs[i] = Scene.START_NS + sent * INTERVAL_NS;
      }
    }
    parser.parse(answers);
    worker.process(answers);
    tally.update(answers, 0);
    for (int k = 0; k < replies.count; k++) {
      released += replies.toOutside[k] ? 0 : 1;
    }
  }
}
