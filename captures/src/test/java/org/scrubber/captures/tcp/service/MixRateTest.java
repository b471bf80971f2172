package org.scrubber.captures.tcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.Stage;

class MixRateTest {
  private static final int WARM_UP_S = 20;
  private static final int SECONDS = 60;

  @ParameterizedTest
  @ValueSource(strings = {"WEB_TCP", "EYE_TCP"})
  void shouldSendWhatThePlanSays(String name) {
    Stage stage = Stage.counting();
    Setting setting = stage.setting(Profile.LAB, WARM_UP_S + SECONDS);
    double planned = 0;
    for (Tenant tenant : setting.plan().tenants()) {
      planned += setting.legitPps(tenant, name, 0);
      if (tenant.mix().containsKey(name)) {
        LegitTraffic.named(name).install(setting, tenant);
      }
    }
    setting.world().run(WARM_UP_S * 1_000_000_000L);
    long before = stage.inbound.getOrDefault(name, 0L);
    long t = System.nanoTime();
    long p = stage.packets();
    setting.world().run(setting.endNs());
    double measured = (stage.inbound.get(name) - before) / (double) SECONDS;
    System.out.printf(
        "%s planned %.0f measured %.0f, %d attempts, ns/packet %d flows %d%n",
        name,
        planned,
        measured,
        stage.attempts.size(),
        (System.nanoTime() - t) / (stage.packets() - p),
        stage.flows.size());
    System.out.println(
        stage.inbound
            + " conv inbound "
            + (double) stage.inbound.get(name) / stage.attempts.size());
    assertEquals(1, measured / planned, 0.1, name + " " + planned + " " + measured);
    assertTrue(stage.attempts.stream().allMatch(attempt -> attempt.tookNs() > 0));
  }
}
