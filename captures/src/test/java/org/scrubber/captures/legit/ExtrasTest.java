package org.scrubber.captures.legit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.scenario.Staging;
import org.scrubber.captures.score.gate.PassAll;
import org.scrubber.captures.world.Witness;

class ExtrasTest {
  private static String refusal(String name, Map<String, Object> values) {
    LegitPlan.Extra extra = new LegitPlan.Extra(name, values);
    return assertThrows(IllegalArgumentException.class, () -> Extras.of(extra)).getMessage();
  }

  @Test
  void shouldKnowAllThatScenariosAskFor() {
    int extras = 0;
    for (Scenario scenario : Scenarios.all()) {
      for (LegitPlan.Extra extra : scenario.legit().extras()) {
        assertNotNull(Extras.of(extra), scenario.id());
        extras++;
      }
    }
    assertTrue(extras > 20, extras + " extras");
  }

  @Test
  void shouldInstallAllThatScenariosAskFor() {
    for (Scenario scenario : Scenarios.all()) {
      Mode mode = scenario.modes().getFirst();
      Setting setting =
          Staging.stage(scenario, mode, Profile.CI, 1, new PassAll(), List.<Witness>of());
      setting.world().run(100_000_000L);
      assertEquals(100_000_000L, setting.world().nowNs(), scenario.id());
    }
  }

  @Test
  void shouldRefuseWhatItDoesNotKnow() {
    assertTrue(refusal("cgn-rash", Map.of()).contains("cgn-rush"));
    String message = refusal("cgn-rush", Map.of("tenant", "T06", "per-minute", 3));
    assertTrue(message.contains("no per-minute") && message.contains("per-second"), message);
  }
}
