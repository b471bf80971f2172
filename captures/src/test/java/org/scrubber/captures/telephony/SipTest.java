package org.scrubber.captures.telephony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;

class SipTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private static long at(PacketBatch batch, int i) {
    return batch.timestampNs[i] - World.EPOCH_NS;
  }

  private static Bench sip(long seed, int seconds, Profile profile, Bench.Loss loss) {
    Bench bench = new Bench(seed, seconds, profile, View.SYMMETRIC, loss);
    return bench.install(Sip.NAME, new Sip());
  }

  @Test
  void shouldSendWhatThePlanSays() {
    for (Profile profile : Profile.values()) {
      Bench bench = sip(1, 600, profile, (batch, i) -> false).run();
      double wanted = 0;
      for (Tenant tenant : bench.setting.plan().tenants()) {
        wanted += bench.wantedPps(tenant, Sip.NAME) * 600;
      }
      int count = bench.inbound.values().stream().mapToInt(Integer::intValue).sum();
      assertEquals(1, count / wanted, 0.1, profile.toString());
      assertTrue(bench.gaps.isEmpty());
      assertTrue(bench.died.isEmpty());
      assertEquals(1, bench.successWithin(10 * SECOND_NS));
    }
  }

  @Test
  void shouldSpeakSipAndRtp() {
    Set<String> words = new HashSet<>();
    sip(1, 600, Profile.LAB, (batch, i) -> false)
        .look(
            (crossing, batch, i, payload) -> {
              if ((batch.ports[i] & 0xffff) == 5_060) {
                String text = new String(payload, StandardCharsets.US_ASCII);
                words.add(text.substring(0, text.startsWith("SIP") ? 11 : text.indexOf(' ')));
                assertTrue(text.contains("\r\n\r\n"));
              } else if (payload.length == 172) {
                words.add("speech");
                assertEquals((byte) 0x80, payload[0]);
              }
            })
        .run();
    assertEquals(
        Set.of(
            "INVITE",
            "ACK",
            "BYE",
            "OPTIONS",
            "SIP/2.0 100",
            "SIP/2.0 200",
            "SIP/2.0 486",
            "speech"),
        words);
  }

  @Test
  void shouldSendTheSamePacketsForTheSameSeed() {
    assertEquals(digest(1), digest(1));
    assertNotEquals(digest(1), digest(2));
  }

  private static long digest(long seed) {
    return sip(seed, 200, Profile.NIGHTLY, (batch, i) -> false).run().digest();
  }

  @Test
  void shouldInviteAgainWhenNobodyAnswers() {
    int[] counter = {0};
    Bench bench =
        sip(
                1,
                400,
                Profile.LAB,
                (batch, i) -> (batch.ports[i] & 0xffff) == 5_060 && counter[0]++ % 3 == 0)
            .run();
    assertTrue(bench.died.isEmpty());
    assertTrue(bench.attempts.stream().allMatch(one -> one.tookNs() > 0));
    assertTrue(
        bench.attempts.stream().anyMatch(one -> one.tookNs() > one.usualNs() + SECOND_NS / 3));
  }

  @Test
  void shouldFailWhenNothingComesThrough() {
    Bench bench =
        sip(
                1,
                400,
                Profile.LAB,
                (batch, i) -> batch.interfaceId[i] == 0 && at(batch, i) > 60 * SECOND_NS)
            .run();
    assertTrue(bench.died.size() > 1, bench.died.toString());
    assertTrue(bench.attempts.stream().anyMatch(one -> one.tookNs() < 0));
  }
}
