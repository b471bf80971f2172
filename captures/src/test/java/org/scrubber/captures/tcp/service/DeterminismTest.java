package org.scrubber.captures.tcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.legit.LegitTraffic;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.Stage;
import org.scrubber.captures.world.View;

class DeterminismTest {
  private static final List<String> CLASSES = List.of("WEB_TCP", "EYE_TCP", "MAIL", "SSH");

  private static Stage play(View view, int dropOneIn) {
    AtomicInteger seen = new AtomicInteger();
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (dropOneIn > 0 && seen.incrementAndGet() % dropOneIn == 0) {
                batch.verdict[i] = Verdict.DROP_CODE;
              }
            },
            view,
            0);
    Setting setting = stage.setting(Profile.CI, 60);
    for (Tenant tenant : setting.plan().tenants()) {
      for (String name : CLASSES) {
        if (tenant.mix().containsKey(name)) {
          LegitTraffic.named(name).install(setting, tenant);
        }
      }
    }
    setting.world().run(setting.endNs());
    return stage;
  }

  @Test
  void shouldSendTheSameFramesTwiceWhateverIsLost() {
    assertEquals(play(View.SYMMETRIC, 50).digest(), play(View.SYMMETRIC, 50).digest());
    assertNotEquals(play(View.SYMMETRIC, 50).digest(), play(View.SYMMETRIC, 51).digest());
  }

  @Test
  void shouldSurviveTwoPercentOfLoss() {
    Stage stage = play(View.SYMMETRIC, 50);
    long died = stage.flows.values().stream().filter(one -> one.startsWith("died")).count();
    assertEquals(0, died);
    assertTrue(stage.attempts.stream().allMatch(one -> one.tookNs() > 0));
    long late = stage.attempts.stream().filter(one -> !one.within(1_000_000_000L)).count();
    assertTrue(late > 0 && late < stage.attempts.size() / 10, "late " + late);
  }

  @Test
  void shouldSendAsMuchInWhenAnswersTakeAnotherWay() {
    long both = play(View.SYMMETRIC, 0).inbound.values().stream().mapToLong(one -> one).sum();
    long in = play(View.ASYMMETRIC, 0).inbound.values().stream().mapToLong(one -> one).sum();
    assertEquals(both, in, both / 50);
  }
}
