package org.scrubber.captures.score.run;

import java.util.List;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Profile;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Witness;

/** Puts a scenario on the stage; {@code Staging::stage} unless a test brings its own traffic. */
public interface Stage {
  /** Returns a world with all traffic installed, ready to run. */
  Setting stage(
      Scenario scenario,
      Mode mode,
      Profile profile,
      long masterSeed,
      Gate gate,
      List<? extends Witness> witnesses);
}
