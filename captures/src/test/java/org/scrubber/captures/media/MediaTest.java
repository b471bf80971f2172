package org.scrubber.captures.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;

class MediaTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private static long at(PacketBatch batch, int i) {
    return batch.timestampNs[i] - World.EPOCH_NS;
  }

  private static Bench media(Profile profile, int seconds, Bench.Loss loss) {
    Bench bench = new Bench(1, seconds, profile, View.SYMMETRIC, loss);
    return bench.install(Media.NAME, new Media()).run();
  }

  @Test
  void shouldSendWhatThePlanSaysToEachTenantInEachProfile() {
    for (Profile profile : Profile.values()) {
      Bench bench = media(profile, 60, (batch, i) -> false);
      for (Tenant tenant : bench.setting.plan().tenants()) {
        if (tenant.mix().containsKey(Media.NAME)) {
          int count = bench.inbound.get(Media.NAME + " " + tenant.number());
          double wanted = bench.wantedPps(tenant, Media.NAME) * 60;
          assertEquals(1, count / wanted, 0.15, profile + " " + tenant.id());
        }
      }
      assertTrue(bench.gaps.isEmpty());
      assertTrue(bench.outbound > 0);
    }
  }

  @Test
  void shouldSendTheSamePacketsForTheSameSeed() {
    assertEquals(digest(1), digest(1));
    assertNotEquals(digest(1), digest(2));
  }

  private static long digest(long seed) {
    Bench bench = new Bench(seed, 5, Profile.NIGHTLY, View.SYMMETRIC, (batch, i) -> false);
    return bench.install(Media.NAME, new Media()).run().digest();
  }

  @Test
  void shouldTellAGapWhenAllIsLostForAWhile() {
    Bench bench =
        media(
            Profile.LAB,
            10,
            (batch, i) -> at(batch, i) >= 5 * SECOND_NS && at(batch, i) < 5_200_000_000L);
    assertTrue(bench.gaps.size() > 10, bench.gaps.size() + " gaps");
    bench.gaps.forEach(gap -> assertTrue(gap > SECOND_NS / 10 && gap < SECOND_NS, gap.toString()));
    assertTrue(bench.died.isEmpty());
  }

  @Test
  void shouldTellNoGapForASingleLossOfSpeech() {
    boolean[] lost = {false};
    Bench bench =
        media(
            Profile.LAB,
            10,
            (batch, i) -> {
              boolean takes = !lost[0] && batch.interfaceId[i] == 0 && batch.wireLength[i] > 150;
              lost[0] |= takes;
              return takes;
            });
    assertTrue(lost[0]);
    assertTrue(bench.gaps.isEmpty());
  }

  @Test
  void shouldDieWhenNothingComesForHalfAMinute() {
    Bench bench =
        media(
            Profile.NIGHTLY,
            45,
            (batch, i) -> batch.interfaceId[i] == 0 && at(batch, i) > 5 * SECOND_NS);
    assertTrue(bench.died.size() > 5);
    assertEquals("nothing was heard for 30 s", bench.died.getFirst());
  }

  @Test
  void shouldJoinAConferenceAndFollowItsRelays() {
    Set<Long> relays = new HashSet<>();
    Set<Long> later = new HashSet<>();
    Bench bench =
        Bench.lossless(30, Profile.CI)
            .look(
                (crossing, batch, i, payload) -> {
                  if (crossing.inbound) {
                    boolean moved = crossing.timeNs > 20 * SECOND_NS + SECOND_NS / 2;
                    (moved ? later : relays).add(batch.sourceLow[i]);
                  }
                });
    Tenant tenant = bench.setting.plan().tenant("T03");
    Conference.install(
        bench.setting,
        tenant,
        "committee",
        15,
        SECOND_NS,
        5 * SECOND_NS,
        20 * SECOND_NS,
        29 * SECOND_NS);
    bench.countFromNs = 10 * SECOND_NS;
    bench.run();
    assertEquals(30, bench.attempts.size());
    assertEquals(1, bench.successWithin(SECOND_NS));
    assertEquals(30, bench.ended);
    assertEquals(30, bench.began);
    assertTrue(bench.gaps.isEmpty());
    assertEquals(4, later.size());
    assertTrue(relays.containsAll(later) && relays.size() <= 12 && relays.size() > 8);
    int perSecond = bench.inbound.values().iterator().next() / 19;
    assertEquals(15 * 50 + 14 * 120 + 60, perSecond, 250);
  }

  @Test
  void shouldJoinAsAScenarioAsks() {
    Bench bench = Bench.lossless(12, Profile.CI);
    Conference.install(
        bench.setting,
        new LegitPlan.Extra(
            Conference.EXTRA, Map.of("participants", 40, "at", 2, "join-s", 3, "fail-over-at", 8)));
    bench.run();
    assertEquals(8, bench.attempts.size());
    assertTrue(bench.attempts.stream().allMatch(one -> one.startNs() >= 2 * SECOND_NS));
  }
}
