package org.scrubber.captures.legit;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;

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
  void shouldRefuseWhatItDoesNotKnow() {
    assertTrue(refusal("cgn-rash", Map.of()).contains("cgn-rush"));
    String message = refusal("cgn-rush", Map.of("tenant", "T06", "per-minute", 3));
    assertTrue(message.contains("no per-minute") && message.contains("per-second"), message);
  }
}
