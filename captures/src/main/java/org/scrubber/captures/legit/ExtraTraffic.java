package org.scrubber.captures.legit;

import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/** Legitimate traffic that only some scenarios have, beside the usual mix. */
public interface ExtraTraffic {
  /** Lets it happen as the scenario's parameters say. */
  void install(Setting setting, LegitPlan.Extra extra);
}
