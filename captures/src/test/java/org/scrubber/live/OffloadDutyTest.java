package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.dnsQuestion;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.detect.Mitigation;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.Witness;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;

/** What a worker hands to the kernel, when it takes it back, and how it books it. */
class OffloadDutyTest {
  private static final int BOTS = 20;
  private static final long MS = 1_000_000L;

  private final LoopLine line = new LoopLine();
  private long nowNs = Scene.START_NS;
  private final MemoryOffload kernel = new MemoryOffload(() -> nowNs);
  private final Onlooker onlooker = new Onlooker();
  private final LiveEngine engine =
      LiveEngine.of(
          Scene.protecting("198.18.0.0/24").policy(), null, (policy, worker, n) -> onlooker, 0);
  private final Duty duty = new Duty(() -> nowNs, engine);
  private long arrived;

  /** Counts all packets that it is told of. */
  private static final class Onlooker implements Witness {
    private long packets;
    private long dropped;

    @Override
    public void sample(PacketBatch batch) {}

    @Override
    public void update(PacketBatch batch) {
      packets += batch.size;
      for (int i = 0; i < batch.size; i++) {
        dropped += batch.verdict[i] == Verdict.DROP_CODE ? 1 : 0;
      }
    }

    @Override
    public void credit(Bulk bulk) {
      packets += bulk.packets;
      dropped += bulk.verdict == Verdict.DROP_CODE ? bulk.packets : 0;
    }

    @Override
    public void rest(long timeNs, long clockNs) {}

    @Override
    public void finish(Tally tally, boolean goesOn) {}
  }

  @BeforeEach
  void attach() {
    line.offload = kernel;
    duty.attach(line);
  }

  private void arrive(int side, PacketBuilder packet) {
    line.arrive(side, packet.build());
    arrived++;
  }

  private void pass(long ms) throws IOException {
    for (long k = 0; k < ms; k++) {
      duty.turn();
      nowNs += MS;
    }
  }

  /** Ten thousand packets a second, which repeat themselves. */
  private void flood(long ms) throws IOException {
    for (long k = 0; k < ms; k++) {
      for (int n = 0; n < 10; n++) {
        int bot = (int) (k * 10 + n) % BOTS;
        arrive(PacketLine.OUTSIDE, udp(source(bot), 6_000 + bot, HOST, 9_999, noise(bot, 300)));
      }
      pass(1);
    }
  }

  private long count(int kind) {
    long[] sums = new long[Tally.SUMS];
    duty.addTo(sums);
    return sums[2 * kind];
  }

  private Mitigation mitigation() {
    assertEquals(1, engine.worker().mitigations().size());
    return engine.worker().mitigations().get(0);
  }

  @Test
  void shouldHoldAMitigationWhoseFloodTheKernelDrops() throws IOException {
    flood(40_000);
    pass(100);
    assertTrue(kernel.dropped > arrived * 97 / 100, kernel.dropped + " of " + arrived);
    assertEquals(arrived, count(Tally.OFFERED));
    assertEquals(arrived, count(Tally.PASSED) + count(Tally.DROPPED));
    assertEquals(arrived, engine.tally().objectPackets[0][Tally.OFFERED]);
    assertEquals(count(Tally.DROPPED), mitigation().ledger.droppedPackets);
    assertEquals(arrived, onlooker.packets);
    assertEquals(count(Tally.DROPPED), onlooker.dropped);
    assertTrue(mitigation().isActive());
    assertEquals(1, mitigation().pulses);
    long pps = mitigation().ratePps;
    assertTrue(pps > 8_000 && pps < 12_000, pps + " packets/s");
  }

  @Test
  void shouldEndEntriesWithTheirMitigation() throws IOException {
    flood(3_000);
    assertEquals(BOTS, kernel.inForce());
    // What the kernel goes on dropping does not reach the threshold any more.
    for (int k = 0; k < 60_000 && mitigation().isActive(); k++) {
      if (k % 100 == 0) {
        arrive(PacketLine.OUTSIDE, udp(source(1), 6_001, HOST, 9_999, noise(1, 300)));
      }
      pass(1);
      assertTrue(mitigation().isActive() || kernel.inForce() == 0, "an entry outlives it");
    }
    assertFalse(mitigation().isActive());
    assertEquals(0, kernel.inForce());
    pass(100);
    assertEquals(0, kernel.size());
    assertEquals(arrived, count(Tally.OFFERED));
  }

  @Test
  void shouldHearAReflectorAgainThatTheHostAsks() throws IOException {
    for (int k = 0; k < 2_000; k++) {
      if (k % 500 == 0) {
        arrive(PacketLine.INSIDE, udp(HOST, 900, VISITOR, 900, noise(k, 50)));
      }
      arrive(PacketLine.OUTSIDE, udp(source(1), 53, HOST, 2_000 + k, dnsAnswer(k, 900)));
      pass(1);
    }
    assertEquals(1, kernel.inForce());
    arrive(PacketLine.INSIDE, udp(HOST, 1_500, source(1), 53, dnsQuestion(7)));
    pass(1);
    assertEquals(0, kernel.inForce());
    byte[] answer = udp(source(1), 53, HOST, 1_500, dnsAnswer(7, 300)).build();
    line.arrive(PacketLine.OUTSIDE, answer);
    pass(1);
    assertEquals(
        1,
        line.sentBy(PacketLine.INSIDE).stream()
            .filter(frame -> java.util.Arrays.equals(frame, answer))
            .count());
  }

  @Test
  void shouldSettleNothingForASourceThatSometimesPasses() throws IOException {
    flood(1_000);
    long before = kernel.size();
    // Random payloads: a flow that ran before keeps its share, and is dropped only above it.
    for (int k = 0; k < 3_000; k++) {
      arrive(PacketLine.OUTSIDE, udp(source(77), 7_000, HOST, 9_999, noise(k, 300)));
      flood(1);
    }
    assertEquals(before, kernel.size());
  }

  @Test
  void shouldForgetEverythingWhenAnotherPolicyJudges() throws IOException {
    flood(2_000);
    assertEquals(BOTS, kernel.inForce());
    duty.judgeBy(LiveEngine.of(Scene.protecting("198.18.0.0/24").policy()));
    assertEquals(0, kernel.inForce());
    assertEquals(arrived, count(Tally.OFFERED));
    arrive(PacketLine.OUTSIDE, udp(source(1), 6_001, HOST, 9_999, noise(1, 300)));
    pass(100);
    assertEquals(0, kernel.size());
    assertEquals(arrived, count(Tally.OFFERED));
  }

  @Test
  void shouldSettleNothingInMonitorMode() throws IOException {
    Duty monitor =
        new Duty(
            () -> nowNs, LiveEngine.of(Scene.protecting("198.18.0.0/24").monitoring().policy()));
    monitor.attach(line);
    for (int k = 0; k < 5_000; k++) {
      line.arrive(
          PacketLine.OUTSIDE,
          udp(source(k % BOTS), 6_000, HOST, 9_999, noise(k % BOTS, 300)).build());
      if (k % 10 == 9) {
        monitor.turn();
        nowNs += MS;
      }
    }
    assertEquals(0, kernel.size());
    assertEquals(5_000, line.sentBy(PacketLine.INSIDE).size());
  }

  @Test
  void shouldLetManyCallsCrossThatTheHostHasBegun() throws IOException {
    int calls = 20;
    for (int k = 0; k < calls; k++) {
      arrive(PacketLine.INSIDE, udp(HOST, 900 + k, source(k), 800, noise(k, 50)));
    }
    for (int k = 0; k < 60_000; k++) {
      int call = k % calls;
      arrive(PacketLine.OUTSIDE, udp(source(call), 800, HOST, 900 + call, noise(k, 160)));
      if (k % 10 == 9) {
        pass(1);
      }
    }
    assertEquals(calls, kernel.inForce());
    assertTrue(kernel.passed > arrived / 2, kernel.passed + " of " + arrived);
    pass(100);
    assertEquals(arrived, count(Tally.PASSED));
  }

  @Test
  void shouldLetAnEstablishedConnectionCrossUntilItEnds() throws IOException {
    int mine = 100;
    arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, mine++));
    pass(1);
    arrive(PacketLine.INSIDE, synAck(HOST, 443, VISITOR, 4_000, 9, mine));
    pass(1);
    for (int k = 0; k < 3_000; k++, mine += 100) {
      arrive(PacketLine.OUTSIDE, ack(VISITOR, 4_000, HOST, 443, mine, 10, 100));
      arrive(PacketLine.INSIDE, ack(HOST, 443, VISITOR, 4_000, 10, mine, 0));
      pass(1);
    }
    assertEquals(2, kernel.inForce());
    assertTrue(kernel.passed > 2_500, kernel.passed + " crossed");
    arrive(
        PacketLine.OUTSIDE, ethernet().ipv4(VISITOR, HOST).tcp(4_000, 443).fin().seq(mine).ack(10));
    pass(1);
    assertEquals(0, kernel.inForce());
    pass(100);
    assertEquals(0, kernel.size());
    assertEquals(arrived, count(Tally.OFFERED));
    assertEquals(arrived, count(Tally.PASSED));
  }
}
