package org.scrubber.captures.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.datagram.Bench;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;

class VpnTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private static long at(PacketBatch batch, int i) {
    return batch.timestampNs[i] - World.EPOCH_NS;
  }

  private static Bench vpn(int seconds, Profile profile, Bench.Loss loss) {
    Bench bench = new Bench(1, seconds, profile, View.SYMMETRIC, loss);
    return bench.install(Vpn.NAME, new Vpn());
  }

  @Test
  void shouldSendWhatThePlanSays() {
    Map<String, Integer> kinds = new TreeMap<>();
    Bench bench =
        vpn(60, Profile.LAB, (batch, i) -> false)
            .look(
                (crossing, batch, i, payload) -> {
                  if (crossing.inbound) {
                    int port = batch.protocol[i] == 50 ? 50 : batch.ports[i] & 0xffff;
                    kinds.merge(port + "", 1, Integer::sum);
                  }
                })
            .run();
    double wanted = 0;
    for (Tenant tenant : bench.setting.plan().tenants()) {
      wanted += bench.wantedPps(tenant, Vpn.NAME) * 60;
    }
    int count = bench.inbound.values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(1, count / wanted, 0.05);
    assertEquals(0.8, bench.outbound / (double) count, 0.1);
    assertTrue(bench.died.isEmpty());
    assertEquals("[1194, 4500, 50, 500, 51820]", kinds.keySet().toString());
    assertTrue(kinds.get("50") > kinds.get("1194"), kinds.toString());
  }

  @Test
  void shouldCarryAPartByTls() {
    Bench bench = Bench.lossless(60, Profile.LAB);
    bench.install(Vpn.NAME, LegitTraffic.named(Vpn.NAME));
    int[] tcp = {0};
    bench.look(
        (crossing, batch, i, payload) ->
            tcp[0] += crossing.inbound && batch.protocol[i] == 6 ? 1 : 0);
    bench.run();
    int count = bench.inbound.values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(0.15, tcp[0] / (double) count, 0.03);
    double wanted =
        bench.setting.plan().tenants().stream()
            .mapToDouble(tenant -> bench.wantedPps(tenant, Vpn.NAME) * 60)
            .sum();
    assertEquals(1, count / wanted, 0.08);
  }

  @Test
  void shouldSleepAsAScenarioAsks() {
    Bench bench = Bench.lossless(70, Profile.CI);
    IdleTunnels.install(
        bench.setting,
        new LegitPlan.Extra(IdleTunnels.EXTRA, Map.of("wireguard", 20, "esp", 30, "wake-at", 60)));
    bench.run();
    assertEquals(5, bench.attempts.size());
  }

  @Test
  void shouldCallSignsOfLifeOfIdleTunnelsHard() {
    int[] hard = new int[2];
    vpn(200, Profile.CI, (batch, i) -> false)
        .look(
            (crossing, batch, i, payload) -> {
              assertTrue(crossing.truth.mustPass());
              boolean isSign = payload.length == 1 || payload.length == 80;
              if (isSign && crossing.truth.kind() == Truth.Kind.LEGIT_HARD) {
                hard[crossing.inbound ? 0 : 1]++;
              }
            })
        .run();
    assertTrue(hard[0] > 50 && hard[1] > 50, hard[0] + " " + hard[1]);
  }

  @Test
  void shouldSendTheSamePacketsForTheSameSeed() {
    assertEquals(digest(1), digest(1));
    assertNotEquals(digest(1), digest(2));
  }

  private static long digest(long seed) {
    Bench bench = new Bench(seed, 20, Profile.NIGHTLY, View.SYMMETRIC, (batch, i) -> false);
    return bench.install(Vpn.NAME, new Vpn()).run().digest();
  }

  @Test
  void shouldDieWhenThePeerIsSilentAndNegotiateAnew() {
    Bench bench =
        vpn(
            300,
            Profile.CI,
            (batch, i) -> at(batch, i) > 10 * SECOND_NS && at(batch, i) < 200 * SECOND_NS);
    bench.run();
    assertTrue(bench.died.size() > 20, bench.died.size() + " died");
    assertTrue(bench.attempts.size() > 10, bench.attempts.size() + " attempts");
    var last = bench.attempts.getLast();
    assertEquals(last.usualNs(), last.tookNs(), 1.0);
    assertTrue(bench.attempts.stream().anyMatch(one -> one.tookNs() < 0));
    assertTrue(bench.began > bench.died.size());
  }

  @Test
  void shouldResumeAfterAnHourAndFromAnotherAddress() {
    Bench bench = Bench.lossless(3_610, Profile.CI);
    int[] silent = {0};
    bench.look(
        (crossing, batch, i, payload) -> {
          if (crossing.timeNs > 5 * SECOND_NS && crossing.timeNs < 3_600 * SECOND_NS) {
            silent[0]++;
          }
        });
    Tenant tenant = bench.setting.plan().tenant("T08");
    long resumeNs = 3_600 * SECOND_NS;
    IdleTunnels.install(bench.setting, tenant, "a", TunnelKind.WIREGUARD, 3, resumeNs, true);
    IdleTunnels.install(bench.setting, tenant, "b", TunnelKind.ESP, 3, resumeNs, false);
    bench.run();
    assertEquals(0, silent[0]);
    assertEquals(6, bench.attempts.size());
    for (var attempt : bench.attempts) {
      assertEquals(attempt.usualNs(), attempt.tookNs(), 1.0);
      assertEquals(Truth.Kind.LEGIT_HARD, attempt.truth().kind());
    }
    assertTrue(bench.died.isEmpty());
  }

  @Test
  void shouldTryAgainWhenTheFirstWordsAreLost() {
    long resumeNs = 600 * SECOND_NS;
    Bench bench =
        new Bench(
            1,
            620,
            Profile.CI,
            View.SYMMETRIC,
            (batch, i) -> at(batch, i) >= resumeNs && at(batch, i) < resumeNs + SECOND_NS / 2);
    Tenant tenant = bench.setting.plan().tenant("T08");
    IdleTunnels.install(bench.setting, tenant, "a", TunnelKind.WIREGUARD, 1, resumeNs, true);
    IdleTunnels.install(bench.setting, tenant, "b", TunnelKind.ESP, 1, resumeNs, false);
    bench.run();
    assertEquals(2, bench.attempts.size());
    assertTrue(bench.attempts.stream().allMatch(one -> one.tookNs() > SECOND_NS / 2));
  }
}
