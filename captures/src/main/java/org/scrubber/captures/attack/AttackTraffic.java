package org.scrubber.captures.attack;

import org.scrubber.captures.scenario.Setting;

/** Installs the vectors of a scenario. */
public final class AttackTraffic {
  private AttackTraffic() {}

  /** Lets every vector of the setting's scenario send, from its start to its end. */
  public static void install(Setting setting) {}
}
