package org.scrubber.captures.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.payload.QuicRetry;
import org.scrubber.captures.payload.QuicVersion;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;

class ServerWordsTest {
  private static final String SERVER = "vaccines.example";
  private static final byte[] TOKEN = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] NEW_ID = {9, 9, 9, 9, 9, 9, 9, 9};

  private final RandomStream random = new RandomStream(1);
  private final Hello hello = Hello.random(random, SERVER);

  private Hello read(byte[] packet) {
    return ServerWords.next(hello, random, SERVER, packet);
  }

  private byte[] retry() {
    return QuicRetry.packet(hello.version(), hello.target(), hello.source(), NEW_ID, TOKEN);
  }

  @Test
  void shouldGoOnWithTheTokenOfARetry() throws GeneralSecurityException {
    Hello next = read(retry());
    assertNotNull(next);
    assertArrayEquals(TOKEN, next.token());
    assertArrayEquals(NEW_ID, next.target());
    assertArrayEquals(hello.source(), next.source());
    assertEquals(hello.datagrams().length, next.datagrams().length);
    assertEquals(6, Decryptor.open(next.datagrams()[0], NEW_ID)[0]);
  }

  @Test
  void shouldNotBelieveARetryThatIsNotGenuine() {
    byte[] forged = retry();
    forged[forged.length - 1] ^= 1;
    assertNull(read(forged));
    assertNull(read(new byte[] {(byte) 0xF0, 0, 0}));
    assertNull(read(new byte[1_200]));
  }

  @Test
  void shouldTakeAnotherVersionThatIsOffered() {
    QuicVersion other = hello.version() == QuicVersion.V1 ? QuicVersion.V2 : QuicVersion.V1;
    Hello next = read(negotiation(0x1a2a3a4a, other.number()));
    assertNotNull(next);
    assertEquals(other, next.version());
    assertNull(read(negotiation(hello.version().number(), other.number())));
    assertNull(read(negotiation(0x1a2a3a4a, 7)));
  }

  private byte[] negotiation(int first, int second) {
    return ByteBuffer.allocate(15 + hello.source().length + 8)
        .put((byte) 0x80)
        .putInt(0)
        .put((byte) hello.source().length)
        .put(hello.source())
        .put((byte) 8)
        .put(hello.target())
        .putInt(first)
        .putInt(second)
        .array();
  }

  @Test
  void shouldServeACrowdWhoseServerAsksForRetry() {
    Bench bench = Bench.lossless(20, Profile.CI);
    QuicCrowd.install(
        bench.setting,
        bench.setting.plan().tenant("T02"),
        "crowd",
        timeNs -> timeNs < 10_000_000_000L ? 30 : 0,
        true,
        Race.Maker.NONE);
    bench.run();
    assertEquals(300, bench.attempts.size(), 60);
    assertEquals(1, bench.successWithin(1_000_000_000L), 0.01);
    assertTrue(bench.attempts.stream().allMatch(one -> one.group().equals("crowd")));
    long twice =
        bench.attempts.stream().filter(one -> one.usualNs() > 0).filter(this::isUsual).count();
    assertEquals(0.9, twice / (double) bench.attempts.size(), 0.06);
  }

  @Test
  void shouldLetMobileUsersRushAsAScenarioAsks() {
    Bench bench = Bench.lossless(10, Profile.LAB);
    QuicCrowd.install(
        bench.setting,
        new LegitPlan.Extra(
            QuicCrowd.EXTRA, Map.of("addresses", 2, "per-second", 20, "at", 2, "hold", 4)),
        Race.Maker.NONE);
    bench.run();
    assertEquals(160, bench.attempts.size(), 50);
    assertTrue(bench.attempts.getFirst().startNs() >= 2_000_000_000L);
  }

  private boolean isUsual(org.scrubber.captures.world.Attempt one) {
    return one.tookNs() == one.usualNs();
  }
}
