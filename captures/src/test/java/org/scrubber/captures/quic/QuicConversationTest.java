package org.scrubber.captures.quic;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.View;

class QuicConversationTest {
  private static final TrafficClass WEB = new WebQuic(Race.Maker.NONE);
  private static final long SECOND_NS = 1_000_000_000L;

  @Test
  void shouldSendInitialsThatAServerCanDecrypt() {
    Map<Integer, byte[]> keys = new HashMap<>();
    Map<String, Integer> kinds = new HashMap<>();
    Bench.lossless(20, Profile.LAB)
        .look(
            (crossing, batch, i, payload) -> {
              if (!crossing.inbound || !QuicFrameReader.isInitial(payload)) {
                return;
              }
              byte[] first = keys.computeIfAbsent(crossing.flow, flow -> Decryptor.target(payload));
              byte[] plain = assertDoesNotThrow(() -> Decryptor.open(payload, first));
              boolean hello = Arrays.equals(first, Decryptor.target(payload));
              assertEquals(hello ? 6 : 2, plain[0]);
              kinds.merge(hello ? "hello" : "ack", 1, Integer::sum);
              kinds.merge(payload[1] == 0 ? "version 1" : "version 2", 1, Integer::sum);
              kinds.merge((payload[0] & 0x40) == 0 ? "greased" : "fixed", 1, Integer::sum);
              if (hello) {
                assertTrue(payload.length >= 1_200 && payload.length <= 1_357);
                kinds.merge(payload.length == 1_200 ? "1200" : "longer", 1, Integer::sum);
              }
            })
        .install(WebQuic.NAME, WEB)
        .run();
    int hellos = kinds.get("hello");
    assertEquals(1.6, hellos / (double) keys.size(), 0.1);
    assertEquals(0.4, kinds.get("1200") / (double) hellos, 0.06);
    assertTrue(kinds.containsKey("ack"), kinds.toString());
    assertTrue(kinds.get("version 2") > hellos / 100, kinds.toString());
    assertTrue(kinds.containsKey("greased"), kinds.toString());
  }

  @Test
  void shouldSendTheSamePacketsForTheSameSeed() {
    assertEquals(digest(1), digest(1));
    assertNotEquals(digest(1), digest(2));
  }

  private static long digest(long seed) {
    Bench bench = new Bench(seed, 10, Profile.NIGHTLY, View.SYMMETRIC, (batch, i) -> false);
    return bench.install(WebQuic.NAME, WEB).install("EYE_QUIC", eye()).run().digest();
  }

  private static TrafficClass eye() {
    return new EyeQuic(Race.Maker.NONE);
  }

  @Test
  void shouldSayHelloAgainAfterASecond() {
    // Everything is lost in the first half of a second, and nothing later.
    Bench bench =
        new Bench(
            1,
            20,
            Profile.LAB,
            View.SYMMETRIC,
            (batch, i) -> batch.timestampNs[i] - worldStartNs() < SECOND_NS / 2);
    bench.install(WebQuic.NAME, WEB).run();
    int late = 0;
    for (var attempt : bench.attempts) {
      if (attempt.startNs() < SECOND_NS / 2) {
        assertTrue(attempt.tookNs() >= SECOND_NS, attempt.toString());
        assertTrue(attempt.within(2 * SECOND_NS), attempt.toString());
        late++;
      } else {
        assertEquals(attempt.usualNs(), attempt.tookNs(), 2_000.0, attempt.toString());
      }
    }
    assertTrue(late > 5, late + " attempts");
  }

  @Test
  void shouldGiveUpWhenNobodyAnswers() {
    Bench bench =
        new Bench(1, 20, Profile.LAB, View.SYMMETRIC, (batch, i) -> batch.interfaceId[i] == 0);
    bench.install(WebQuic.NAME, WEB).run();
    assertTrue(bench.attempts.size() > 100);
    assertEquals(0, bench.successWithin(Long.MAX_VALUE));
    assertEquals(0, bench.began);
  }

  @Test
  void shouldDieWhenAllIsLostInTheMiddle() {
    Bench bench =
        new Bench(
            1,
            60,
            Profile.LAB,
            View.SYMMETRIC,
            (batch, i) -> batch.timestampNs[i] - worldStartNs() > 10 * SECOND_NS);
    bench.install(WebQuic.NAME, WEB).install(EyeQuic.NAME, eye()).run();
    assertTrue(bench.died.contains("no answer from the server"));
    assertTrue(bench.died.contains("no acknowledgement from the client"));
    assertEquals(bench.began, bench.ended + bench.died.size());
  }

  @Test
  void shouldSurviveTheLossOfEveryTenthPacket() {
    int[] counter = {0};
    Bench bench =
        new Bench(1, 60, Profile.NIGHTLY, View.SYMMETRIC, (batch, i) -> counter[0]++ % 10 == 0);
    bench.install(WebQuic.NAME, WEB).install(EyeQuic.NAME, eye()).run();
    assertEquals(1, bench.successWithin(8 * SECOND_NS), 0.02);
    assertTrue(bench.died.size() < bench.began / 100, bench.died.size() + " of " + bench.began);
  }

  @Test
  void shouldRebindTheClientsPortInTheMiddleNowAndThen() {
    Map<Integer, Set<Integer>> ports = new HashMap<>();
    Bench bench =
        Bench.lossless(60, Profile.LAB)
            .look(
                (crossing, batch, i, payload) ->
                    ports
                        .computeIfAbsent(crossing.flow, flow -> new HashSet<>())
                        .add(crossing.inbound ? batch.ports[i] >>> 16 : batch.ports[i] & 0xffff))
            .install(WebQuic.NAME, WEB)
            .run();
    long rebound = ports.values().stream().filter(of -> of.size() == 2).count();
    assertEquals(0.01, rebound / (double) ports.size(), 0.006);
    assertTrue(bench.died.isEmpty());
  }

  @Test
  void shouldConnectWhenOnlyOneWayIsSeen() {
    Bench bench = new Bench(1, 20, Profile.NIGHTLY, View.ASYMMETRIC, (batch, i) -> false);
    bench.install(WebQuic.NAME, WEB).install(EyeQuic.NAME, eye()).run();
    assertEquals(0, bench.outbound);
    assertTrue(bench.attempts.size() > 50);
    assertEquals(1, bench.successWithin(SECOND_NS));
  }

  @Test
  void shouldRaceWithTcpAfter300Milliseconds() {
    AtomicBoolean raced = new AtomicBoolean();
    Race.Maker racing =
        (setting, tenant) ->
            (world, client, server, rttNs, finish) -> {
              raced.set(true);
              finish.raced(world, world.nowNs() + 2 * rttNs);
            };
    Bench bench =
        new Bench(1, 10, Profile.LAB, View.SYMMETRIC, (batch, i) -> batch.interfaceId[i] == 0);
    bench.install(WebQuic.NAME, new WebQuic(racing)).run();
    assertTrue(raced.get());
    assertEquals(1, bench.successWithin(SECOND_NS), 0.01);
    bench.attempts.forEach(attempt -> assertTrue(attempt.tookNs() >= 300_000_000L));
  }

  private static long worldStartNs() {
    return org.scrubber.captures.world.World.EPOCH_NS;
  }
}
