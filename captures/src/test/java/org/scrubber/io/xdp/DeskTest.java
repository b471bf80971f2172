package org.scrubber.io.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.PacketLine;
import org.scrubber.io.xdp.exchange.Desk;
import org.scrubber.io.xdp.exchange.Exchange;
import org.scrubber.io.xdp.exchange.Ownership;
import org.scrubber.wire.Memory;

@Timeout(60)
class DeskTest {
  private static final int WORKERS = 2;
  private static final int FRAMES = 50_000;

  private final Arena arena = Arena.ofShared();

  /** Returns a frame to a network of that worker's, with room for a number at its end. */
  private long frameFor(int owner, byte[] bytes) {
    MemorySegment memory = arena.allocate(bytes.length, 8);
    Ownership ownership = new Ownership(WORKERS);
    for (int network = 0; network < 256; network++) {
      bytes[32] = (byte) network; // Third byte of the IPv4 target.
      MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
      if (ownership.ownerOf(memory.address(), bytes.length, PacketLine.OUTSIDE) == owner) {
        return memory.address();
      }
    }
    throw new AssertionError("no network for worker " + owner);
  }

  private static byte[] bytes() {
    return PacketBuilder.ethernet()
        .ipv4("21.1.1.1", "198.18.0.1")
        .udp(4000, 53)
        .payload("12345678")
        .build();
  }

  @Test
  void shouldKeepItsOwnAndHandOverWhatBelongsToAnother() throws Exception {
    byte[] bytes = bytes();
    try (Exchange exchange = new Exchange(WORKERS)) {
      Desk giver = exchange.desk(0);
      Desk taker = exchange.desk(1);
      assertFalse(giver.gives(frameFor(0, bytes), bytes.length, PacketLine.OUTSIDE, false));
      assertTrue(giver.gives(frameFor(1, bytes), bytes.length, PacketLine.OUTSIDE, true));
      assertFalse(taker.hasNext(), "nothing is seen before it is published");
      giver.publish();
      assertTrue(taker.hasNext());
      assertEquals(bytes.length, taker.nextLengthBytes());
      assertEquals(PacketLine.OUTSIDE, taker.nextSide());
      assertTrue(taker.nextIsControl());
      taker.release();
      assertFalse(taker.hasNext());
      assertEquals(1, giver.handedOver(PacketLine.OUTSIDE));
    }
  }

  @Test
  void shouldCountWhatFindsAFullRing() throws Exception {
    byte[] bytes = bytes();
    try (Exchange exchange = new Exchange(WORKERS)) {
      Desk giver = exchange.desk(0);
      Desk taker = exchange.desk(1);
      long frame = frameFor(1, bytes);
      for (int k = 0; k < Desk.ROOM_FRAMES + 3; k++) {
        assertTrue(giver.gives(frame, bytes.length, PacketLine.OUTSIDE, false));
      }
      giver.publish();
      assertEquals(3, giver.lost(PacketLine.OUTSIDE));
      int taken = 0;
      while (taker.hasNext()) {
        taker.release();
        taken++;
      }
      assertEquals(Desk.ROOM_FRAMES, taken);
    }
  }

  @Test
  void shouldHandOverEveryFrameInOrderAndWakeWhoWaits() throws Exception {
    byte[] bytes = bytes();
    Exchange exchange = new Exchange(WORKERS); // Closed only when nobody uses it any more.
    Desk giver = exchange.desk(0);
    CompletableFuture<Long> took =
        CompletableFuture.supplyAsync(() -> takeAll(exchange.desk(1), bytes.length));
    long frame = frameFor(1, bytes);
    long number = frame + bytes.length - 8;
    for (long k = 0; k < FRAMES; k++) {
      Memory.putI64(number, k);
      while (giver.handedOver(PacketLine.OUTSIDE) == k) {
        assertTrue(giver.gives(frame, bytes.length, PacketLine.OUTSIDE, false));
        giver.publish();
      }
    }
    assertEquals(FRAMES, took.get(50, TimeUnit.SECONDS));
    exchange.close();
  }

  private static long takeAll(Desk taker, int lengthBytes) {
    Readiness readiness = new Readiness(new XdpQueue[0], taker);
    long next = 0;
    while (next < FRAMES) {
      for (int patience = 0; patience < 1_000; patience++) {
        while (taker.hasNext()) {
          assertEquals(next, Memory.i64(taker.next() + lengthBytes - 8));
          taker.release();
          next++;
          patience = 0;
        }
        Thread.onSpinWait();
      }
      if (next < FRAMES) {
        // Far longer than the test may take: it must be woken.
        readiness.await(100_000_000_000L);
      }
    }
    return next;
  }
}
