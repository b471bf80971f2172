package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Memory;

/** The line of XDP sockets, between rings that no kernel has a part in. */
final class PlainRingsTest {
  private final Arena arena = Arena.ofShared();
  private final PlainRings rings = new PlainRings(null);
  private final PacketLine line = rings.line();
  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private long nowNs = 1_600_000_000_000_000_000L;

  PlainRingsTest() throws IOException {}

  @AfterEach
  void close() {
    rings.close();
    arena.close();
  }

  private MemorySegment frame(byte[] bytes) {
    return arena.allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  private static byte[] udp(int payloadBytes) {
    return PacketBuilder.ethernet()
        .ipv4("203.0.113.5", "198.51.100.7")
        .udp(4_444, 53)
        .payload(new byte[payloadBytes])
        .build();
  }

  private int poll() throws IOException {
    nowNs += 1_000_000;
    int count = line.poll(batch, nowNs);
    parser.parse(batch);
    return count;
  }

  private void complete(byte verdict) {
    for (int i = 0; i < batch.size; i++) {
      batch.verdict[i] = verdict;
    }
    line.complete(batch);
    line.flush();
  }

  @Test
  void shouldSendOnTheOtherSideWhatPassed() throws IOException {
    byte[] packet = udp(30);
    MemorySegment frame = frame(packet);
    assertTrue(rings.bring(PacketLine.OUTSIDE, frame.address(), packet.length, false));
    assertEquals(1, poll());
    assertEquals(nowNs, batch.timestampNs[0]);
    complete(Verdict.PASS_CODE);
    assertEquals(0, rings.sent(PacketLine.OUTSIDE));
    assertEquals(1, rings.sent(PacketLine.INSIDE));
    assertEquals(packet.length, rings.sentBytes(PacketLine.INSIDE, 0));
    long sent = rings.sentAddress(PacketLine.INSIDE, 0);
    for (int k = 0; k < packet.length; k++) {
      assertEquals(packet[k] & 0xff, Memory.u8(sent + k), "byte " + k);
    }
    assertEquals(1, line.count(PacketLine.INSIDE, LineCount.SENT));
    rings.carry();
    assertEquals(0, rings.sent(PacketLine.INSIDE));
  }

  @Test
  void shouldTakeControlTrafficFirst() throws IOException {
    byte[] packet = udp(30);
    long frame = frame(packet).address();
    for (int k = 0; k < 200; k++) {
      assertTrue(rings.bring(PacketLine.INSIDE, frame, packet.length, false));
    }
    byte[] other = udp(31);
    assertTrue(rings.bring(PacketLine.INSIDE, frame(other).address(), other.length, true));
    assertEquals(201, poll());
    assertEquals(other.length, batch.wireLength[0]);
    complete(Verdict.DROP_CODE);
    assertEquals(0, rings.sent(PacketLine.OUTSIDE));
  }

  @Test
  void shouldLoseNoFrameWhateverBecomesOfPackets() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    byte[] packet = udp(400);
    MemorySegment frame = frame(packet);
    long brought = 0;
    for (int turn = 0; turn < 5_000; turn++) {
      int most = random.nextInt(PacketBatch.DEFAULT_CAPACITY + 1);
      for (int k = 0; k < most; k++) {
        int side = random.nextInt(2);
        assertTrue(rings.bring(side, frame.address(), packet.length, k % 64 == 0), "no frame");
      }
      brought += most;
      assertEquals(most, poll());
      complete(random.nextInt(3) == 0 ? Verdict.PASS_CODE : Verdict.DROP_CODE);
      if (random.nextBoolean()) {
        assertTrue(line.send(PacketLine.OUTSIDE, frame.address(), 54));
        line.flush();
      }
      rings.carry();
    }
    long received = 0;
    for (int side = PacketLine.OUTSIDE; side <= PacketLine.INSIDE; side++) {
      received += line.count(side, LineCount.RECEIVED);
      assertEquals(0, line.count(side, LineCount.RECEIVE_LOST));
      assertEquals(0, line.count(side, LineCount.SEND_LOST));
    }
    assertEquals(brought, received);
  }

  @Test
  void shouldRefuseWhatTheLineHasNoFrameFor() throws IOException {
    byte[] packet = udp(30);
    MemorySegment frame = frame(packet);
    int fits = 0;
    while (rings.bring(PacketLine.OUTSIDE, frame.address(), packet.length, false)) {
      fits++;
    }
    assertTrue(fits >= PacketBatch.DEFAULT_CAPACITY, fits + " packets");
    for (int taken = 0; taken < fits; ) {
      taken += poll();
      complete(Verdict.DROP_CODE);
    }
    assertEquals(0, poll());
    assertTrue(rings.bring(PacketLine.OUTSIDE, frame.address(), packet.length, false));
    assertFalse(rings.sent(PacketLine.INSIDE) > 0);
    assertEquals(4, frame.get(ValueLayout.JAVA_BYTE, 14) >>> 4, "what was brought is untouched");
  }
}
