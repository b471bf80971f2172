package org.scrubber.captures.tcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.Stage;
import org.scrubber.captures.tcp.TlsTunnel;

class MixRateTest {
  private static final int WARM_UP_S = 20;
  private static final int SECONDS = 60;

  @ParameterizedTest
  @CsvSource({"WEB_TCP, 0.1", "EYE_TCP, 0.1", "MAIL, 0.15", "SSH, 0.15"})
  void shouldSendWhatThePlanSays(String name, double tolerance) {
    Stage stage = Stage.counting();
    Setting setting = stage.setting(Profile.LAB, WARM_UP_S + SECONDS);
    measure(
        stage,
        setting,
        name,
        tolerance,
        tenant -> setting.legitPps(tenant, name, 0),
        (one, tenant) -> LegitTraffic.named(name).install(one, tenant));
  }

  @Test
  void shouldSendElephantsAtThePacePlanned() {
    Stage stage = Stage.counting();
    Setting setting = stage.setting(Profile.LAB, WARM_UP_S + SECONDS);
    measure(
        stage,
        setting,
        "RESEARCH",
        0.05,
        tenant -> 0.6 * setting.legitPps(tenant, "RESEARCH", 0),
        (one, tenant) -> Elephants.install(one, tenant, "RESEARCH", 0.6));
  }

  @Test
  void shouldFillTunnelsAsAsked() {
    Stage stage = Stage.counting();
    Setting setting = stage.setting(Profile.LAB, WARM_UP_S + SECONDS);
    measure(
        stage,
        setting,
        "VPN",
        0.1,
        tenant -> 0.15 * setting.legitPps(tenant, "VPN", 0),
        (one, tenant) -> TlsTunnel.install(one, tenant, 0.15 * setting.legitPps(tenant, "VPN", 0)));
  }

  @Test
  void shouldAskRadiusOverTlsAsOftenAsAsked() {
    Stage stage = Stage.counting();
    Setting setting = stage.setting(Profile.LAB, WARM_UP_S + SECONDS);
    measure(
        stage,
        setting,
        "RADIUS",
        0.15,
        tenant -> setting.legitPps(tenant, "RADIUS", 0),
        (one, tenant) -> RadSec.install(one, tenant, setting.legitPps(tenant, "RADIUS", 0)));
  }

  private static void measure(
      Stage stage,
      Setting setting,
      String name,
      double tolerance,
      ToDoubleFunction<Tenant> planned,
      BiConsumer<Setting, Tenant> install) {
    double sum = 0;
    for (Tenant tenant : setting.plan().tenants()) {
      if (tenant.mix().containsKey(name)) {
        sum += planned.applyAsDouble(tenant);
        install.accept(setting, tenant);
      }
    }
    setting.world().run(WARM_UP_S * 1_000_000_000L);
    long before = stage.inbound.getOrDefault(name, 0L);
    setting.world().run(setting.endNs());
    double measured = (stage.inbound.getOrDefault(name, 0L) - before) / (double) SECONDS;
    assertEquals(sum, measured, tolerance * sum, name);
    assertTrue(stage.attempts.stream().allMatch(attempt -> attempt.tookNs() > 0));
    assertTrue(stage.flows.values().stream().noneMatch(end -> end.startsWith("died")));
  }
}
