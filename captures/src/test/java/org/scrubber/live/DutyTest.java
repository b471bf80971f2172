package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.policy.Challenge;
import org.scrubber.report.Tally;
import org.scrubber.scene.Scene;

class DutyTest {
  private final LoopLine line = new LoopLine();
  private long nowNs = Scene.START_NS;
  private final Scene scene =
      Scene.protecting("198.18.0.0/24").challenging(Challenge.SYMMETRIC).atInternetBorder();
  private final Duty duty = new Duty(() -> nowNs, LiveEngine.of(scene.policy()));

  private void turnUntilIdle() throws IOException {
    while (duty.turn() > 0) {
      nowNs += 1_000_000;
    }
  }

  private long[] sums() {
    long[] sums = new long[Tally.SUMS];
    duty.addTo(sums);
    return sums;
  }

  @Test
  void shouldCarryWhatPassesToTheOtherSideUnchanged() throws IOException {
    duty.attach(line);
    byte[] question = syn(VISITOR, 4_000, HOST, 443, 7).build();
    byte[] answer = synAck(HOST, 443, VISITOR, 4_000, 9, 8).build();
    line.arrive(PacketLine.OUTSIDE, question);
    line.arrive(PacketLine.INSIDE, answer);
    turnUntilIdle();
    assertArrayEquals(question, line.sentBy(PacketLine.INSIDE).getFirst());
    assertArrayEquals(answer, line.sentBy(PacketLine.OUTSIDE).getFirst());
    assertEquals(2, line.sent.size());
    assertEquals(2, line.flushes);
  }

  @Test
  void shouldKeepWhatIsDropped() throws IOException {
    duty.attach(line);
    line.arrive(PacketLine.OUTSIDE, syn("10.1.2.3", 4_000, HOST, 443, 7).build());
    turnUntilIdle();
    assertEquals(List.of(), line.sent);
    assertEquals(1, sums()[Bulletin.OFFERED]);
    assertEquals(1, sums()[Bulletin.DROPPED]);
  }

  @Test
  void shouldChallengeAFloodBackWhereItCameFrom() throws IOException {
    duty.attach(line);
    // Both directions are seen, so that clients can be challenged.
    line.arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, 7).build());
    line.arrive(PacketLine.INSIDE, synAck(HOST, 443, VISITOR, 4_000, 9, 8).build());
    line.arrive(PacketLine.OUTSIDE, ack(VISITOR, 4_000, HOST, 443, 8, 10, 0).build());
    turnUntilIdle();
    int before = line.sent.size();
    for (int n = 0; n < 400; n++) {
      line.arrive(PacketLine.OUTSIDE, syn(source(n), 5_000 + n, HOST, 443, n).build());
    }
    turnUntilIdle();
    List<LoopLine.Crossing> since = line.sent.subList(before, line.sent.size());
    long passed = since.stream().filter(one -> one.side() == PacketLine.INSIDE).count();
    List<LoopLine.Crossing> asked =
        since.stream().filter(one -> one.side() == PacketLine.OUTSIDE).toList();
    long[] sums = sums();
    assertEquals(sums[Bulletin.CHALLENGED], asked.size());
    assertTrue(asked.size() > 300, () -> asked.size() + " challenges");
    assertEquals(400, passed + asked.size());
    assertEquals(0x12, asked.getFirst().frame()[47], "SYN-ACK");
    assertEquals(
        sums[Bulletin.OFFERED],
        sums[Bulletin.PASSED] + sums[Bulletin.DROPPED] + sums[Bulletin.CHALLENGED]);
  }

  @Test
  void shouldCarryWhatIsNotIp() throws IOException {
    duty.attach(line);
    byte[] arp = ethernet().etherType(0x0806).payload(28, 1).build();
    line.arrive(PacketLine.INSIDE, arp);
    turnUntilIdle();
    assertArrayEquals(arp, line.sentBy(PacketLine.OUTSIDE).getFirst());
  }

  @Test
  void shouldGoOnCountingWhenTheLineOrTheEngineIsReplaced() throws IOException {
    duty.attach(line);
    line.arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_000, HOST, 443, 7).build());
    turnUntilIdle();
    duty.tell(one -> one.judgeBy(LiveEngine.of(scene.policy())));
    line.arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_001, HOST, 443, 7).build());
    turnUntilIdle();
    LoopLine other = new LoopLine();
    duty.tell(one -> one.attach(other));
    duty.turn();
    other.arrive(PacketLine.OUTSIDE, syn(VISITOR, 4_002, HOST, 443, 7).build());
    turnUntilIdle();
    assertEquals(3, sums()[Bulletin.OFFERED]);
    assertEquals(3, duty.lineCount(PacketLine.OUTSIDE, LineCount.RECEIVED));
    assertEquals(3, duty.lineCount(PacketLine.INSIDE, LineCount.SENT));
  }

  @Test
  void shouldSayThatAnInterfaceIsGone() {
    duty.attach(line);
    line.lose("eth1 is gone");
    assertEquals("eth1 is gone", assertThrows(IOException.class, duty::turn).getMessage());
  }

  @Test
  void shouldTellWhenItLastTookATurn() throws IOException {
    duty.turn();
    assertEquals(Scene.START_NS, duty.lastTurnNs());
    nowNs += 5;
    duty.turn();
    assertEquals(Scene.START_NS + 5, duty.lastTurnNs());
  }
}
