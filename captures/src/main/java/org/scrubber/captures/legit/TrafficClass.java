package org.scrubber.captures.legit;

import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;

/** One class of legitimate traffic, for example {@code WEB_TCP}. */
public interface TrafficClass {
  /**
   * Lets conversations of this class begin from time 0 of the setting's world to its end, so that
   * about {@link Setting#legitPps} packets/s come in to the tenant, at every time.
   */
  void install(Setting setting, Tenant tenant);
}
