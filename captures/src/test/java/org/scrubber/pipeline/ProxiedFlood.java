package org.scrubber.pipeline;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;
import org.scrubber.table.ProxyTable;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

/**
 * SYNs of sources that are all different and that all complete their handshakes with the proxy, the
 * server's answers, and a segment each way: every step of a proxied connection, written over a few
 * frames.
 */
final class ProxiedFlood {
  private static final int SOURCE = 26;
  private static final int TARGET = 30;
  private static final int TRANSPORT = 34;
  private static final int SLOT_BYTES = 256;
  private static final int SIZE = 64;
  private static final int SERVER_NUMBER = 0x7000_0000;

  private final PacketBatch batch = new PacketBatch(SIZE);
  private final MemorySegment slots = Arena.ofAuto().allocate((long) SIZE * SLOT_BYTES);
  private final Parser parser = new Parser();
  private final ProxyTable table = ProxyTable.inMemory(1 << 12);
  private final Worker worker;
  private final Tally tally;
  private final byte[] syn;
  private final byte[] ack;
  private final byte[] answer;
  private final byte[] data;
  private final int[] sources = new int[SIZE];
  private final int[] numbers = new int[SIZE];
  private long sent;
  private long turn;
  private long opened;
  private long translated;

  ProxiedFlood(Policy policy) {
    worker = new Worker(policy, table);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    syn = Packets.syn(Packets.VISITOR, 4_000, Packets.HOST, 443, 7).build();
    ack = segment(true, 0);
    answer = Packets.synAck(Packets.HOST, 443, Packets.VISITOR, 4_000, SERVER_NUMBER, 8).build();
    data = segment(false, 100);
  }

  private static byte[] segment(boolean inward, int bytes) {
    PacketBuilder one =
        inward
            ? Packets.ack(Packets.VISITOR, 4_000, Packets.HOST, 443, 8, 0, bytes)
            : Packets.ack(Packets.HOST, 443, Packets.VISITOR, 4_000, SERVER_NUMBER + 1, 8, bytes);
    return one.build();
  }

  long opened() {
    return opened;
  }

  long translated() {
    return translated;
  }

  /** Plays so many connections and returns the bytes allocated in the quietest of four parts. */
  long allocatedBy(int connections) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int part = 0; part < 4; part++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      long empty = threads.getCurrentThreadAllocatedBytes() - start;
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < connections / 4; k += SIZE) {
        round();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - empty);
    }
    return least;
  }

  private void round() {
    if (sent == 0) {
      play(data, false); // Both directions are seen.
    }
    for (int i = 0; i < SIZE; i++) {
      long hash = SplitMix64.mix(++sent);
      // 11.0.0.0/8 to 74.0.0.0/8: no bogon among them.
      sources[i] = (11 + (int) (hash & 63) << 24) | (int) (hash >>> 8 & 0xff_ffff);
    }
    play(syn, true);
    Replies replies = worker.replies();
    for (int k = 0; k < replies.count; k++) {
      long tcp = replies.frameAddress[k] + TRANSPORT;
      numbers[replies.cause[k]] = Memory.i32(tcp + Tcp.SEQUENCE);
    }
    play(ack, true);
    for (int k = 0; k < replies.count; k++) {
      opened += replies.toOutside[k] ? 0 : 1;
    }
    play(answer, false);
    play(ack, true);
    play(data, false);
    for (int i = 0; i < SIZE; i++) {
      int number = Memory.i32(batch.frameAddress[i] + TRANSPORT + Tcp.SEQUENCE);
      boolean passes = batch.verdict[i] == Verdict.PASS_CODE;
      translated += passes && number == numbers[i] + 1 ? 1 : 0;
    }
  }

  private void play(byte[] frame, boolean inward) {
    turn++;
    for (int i = 0; i < SIZE; i++) {
      long address = slots.address() + (long) i * SLOT_BYTES;
      Memory.copy(frame, 0, address, frame.length);
      Memory.putI32(address + (inward ? SOURCE : TARGET), sources[i]);
      if (frame == ack) {
        Memory.putI32(address + TRANSPORT + Tcp.ACKNOWLEDGEMENT, numbers[i] + 1);
      }
      batch.frameAddress[i] = address;
      batch.capturedLength[i] = frame.length;
      batch.wireLength[i] = frame.length;
      batch.interfaceId[i] = inward ? 0 : 1;
      batch.linkType[i] = LinkType.ETHERNET;
      batch.timestampNs[i] = Scene.START_NS + turn * 1_000_000;
    }
    batch.size = SIZE;
    parser.parse(batch);
    worker.process(batch);
    tally.update(batch, 0);
  }
}
