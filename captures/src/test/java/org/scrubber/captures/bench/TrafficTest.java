package org.scrubber.captures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scrubber.batch.PacketBatch;
import org.scrubber.table.Hash;
import org.scrubber.wire.Memory;

class TrafficTest {
  private static final int PLACES = 1 << 14;
  private static final int FLOWS = 1_000;

  private final PacketBatch batch = new PacketBatch();

  @ParameterizedTest
  @EnumSource
  void shouldMakeNoPacketTwice(Kind kind) {
    try (Traffic traffic = established(kind, 0)) {
      Set<Long> seen = new HashSet<>();
      int packets = 0;
      for (int pass = 0; pass < 4; pass++) {
        packets += traffic.write();
        for (int from = 0; from < PLACES; from += batch.capacity) {
          traffic.fill(batch, from, batch.capacity);
          for (int i = 0; i < batch.size; i++) {
            seen.add(digest(i));
          }
        }
      }
      double distinct = (double) seen.size() / packets;
      assertTrue(distinct > 0.9999, kind + ": " + distinct);
    }
  }

  @Test
  void shouldMakeTheSameAgainAndOtherPacketsForAnotherLane() {
    long[] digests = new long[3];
    for (int k = 0; k < digests.length; k++) {
      try (Traffic traffic = established(Kind.ALL, k / 2)) {
        traffic.write();
        traffic.fill(batch, 0, batch.capacity);
        for (int i = 0; i < batch.size; i++) {
          digests[k] = digests[k] * 31 + digest(i);
        }
      }
    }
    assertEquals(digests[0], digests[1]);
    assertTrue(digests[0] != digests[2]);
  }

  @Test
  void shouldHaveSixtyFourBytesOnTheWireAtTenGigabits() {
    try (Traffic traffic = established(Kind.UDP_FLOOD, 0)) {
      traffic.write();
      traffic.fill(batch, 0, batch.capacity);
      assertEquals(60, batch.capturedLength[7]);
      assertEquals(64, batch.wireLength[7]);
      long tookNs = batch.timestampNs[250] - batch.timestampNs[0];
      assertEquals(250 * 67.2, tookNs, 1);
    }
  }

  @Test
  void shouldMixAttacksAndBenignAsItSays() {
    try (Traffic traffic = established(Kind.ALL, 0)) {
      traffic.write();
      int attacks = 0;
      for (int place = 0; place < PLACES; place++) {
        attacks += traffic.isAttack(place) ? 1 : 0;
      }
      assertEquals(Kind.ALL.attackShare(), (double) attacks / PLACES, 0.02);
    }
  }

  private static Traffic established(Kind kind, int lane) {
    Traffic traffic = new Traffic(kind, FLOWS, FrameLayout.PACKED, PLACES, lane);
    while (!traffic.isEstablished()) {
      traffic.write();
    }
    return traffic;
  }

  private long digest(int i) {
    long digest = batch.capturedLength[i];
    for (int at = 0; at + Long.BYTES <= batch.capturedLength[i]; at += Long.BYTES) {
      digest = Hash.mix(Memory.i64(batch.frameAddress[i] + at), digest);
    }
    return digest;
  }
}
