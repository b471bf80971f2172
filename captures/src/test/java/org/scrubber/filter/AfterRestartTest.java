package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.scene.Scene;
import org.scrubber.snapshot.HandOver;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

/** An ACK flood, in the middle of which the scrubber was away for two seconds. */
class AfterRestartTest {
  private static final Policy POLICY = Scene.protecting("198.18.0.0/24").policy();
  private static final long MS = 1_000_000L;
  private static final long GAP_MS = 2_000;
  private static final int LIMIT = 20;

  private final Parser parser = new Parser();
  private Worker worker = new Worker(POLICY);
  private long nowMs;

  private boolean passes(PacketBuilder packet) {
    byte[] frame = packet.build();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(frame.length);
      Memory.copy(frame, 0, memory.address(), frame.length);
      PacketBatch batch = new PacketBatch(1);
      batch.frameAddress[0] = memory.address();
      batch.capturedLength[0] = frame.length;
      batch.wireLength[0] = frame.length;
      batch.timestampNs[0] = timeNs();
      batch.linkType[0] = LinkType.ETHERNET;
      batch.size = 1;
      parser.parse(batch);
      worker.process(batch);
      return batch.verdict[0] == Verdict.PASS_CODE;
    }
  }

  private long timeNs() {
    return Scene.START_NS + nowMs * MS;
  }

  /** A visitor connects, a flood is raised, and the scrubber goes and comes back. */
  private void comeBack() throws Exception {
    assertTrue(passes(syn(VISITOR, 40_000, HOST, 22, 7)));
    assertTrue(passes(synAck(HOST, 22, VISITOR, 40_000, 9, 8)));
    assertTrue(passes(ack(VISITOR, 40_000, HOST, 22, 8, 10, 0)));
    flood(2_000);
    Worker next = new Worker(POLICY);
    HandOver.between(worker, next);
    worker = next;
    nowMs += GAP_MS;
    worker.resume(timeNs());
  }

  private int flood(int packets) {
    int passed = 0;
    for (int n = 0; n < packets; n++) {
      nowMs++;
      passed += passes(ack(source(n + (int) nowMs), port(n), HOST, 22, n * 77, n * 99, 0)) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void shouldPassSegmentsOfKnownSourcesOnConnectionsThatItMissed() throws Exception {
    comeBack();
    for (int n = 0; n < 10; n++) {
      nowMs += 100;
      assertTrue(passes(ack(VISITOR, 41_000 + n, HOST, 22, n * 5_000, 1, 0)), "segment " + n);
    }
  }

  @Test
  void shouldPassDataOfStrangersButNoBareSegments() throws Exception {
    comeBack();
    nowMs += 100;
    assertTrue(passes(ack("41.9.9.9", 40_000, HOST, 22, 5_000, 1, 300)));
    assertEquals(0, flood(1_000), "the flood has no data");
  }

  @Test
  void shouldPassNoMoreOfThemThanWouldBeNoAttack() throws Exception {
    comeBack();
    int passed = 0;
    for (int n = 0; n < 3_000; n++) {
      nowMs++;
      passed += passes(ack(source(n + 9_000), port(n), HOST, 22, n * 77, n * 9, 40)) ? 1 : 0;
    }
    assertTrue(passed >= 3 * LIMIT && passed <= 5 * LIMIT, passed + " in 3 s");
  }

  @Test
  void shouldPassThemForFiveSecondsOnly() throws Exception {
    comeBack();
    flood(5_100);
    assertEquals(false, passes(ack("41.9.9.9", 40_000, HOST, 22, 5_000, 1, 300)));
  }

  @Test
  void shouldGoOnTreatingWhatItTreated() throws Exception {
    comeBack();
    nowMs++;
    assertEquals(0, flood(500));
    assertEquals(1, worker.mitigations().get(0).pulses);
  }

  @Test
  void shouldPassConnectionsThatWereOpenBefore() throws Exception {
    comeBack();
    nowMs += 60_000;
    flood(100);
    assertTrue(passes(ack(VISITOR, 40_000, HOST, 22, 8, 10, 500)));
  }
}
