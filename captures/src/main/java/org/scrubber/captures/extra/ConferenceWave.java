package org.scrubber.captures.extra;

import org.scrubber.captures.media.Conference;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/** A large conference at one address of a tenant, see {@link Conference}. */
public final class ConferenceWave {
  /**
   * The extra that installs it: {@code tenant, at, join-over, fail-over, leave} (seconds after the
   * warm-up, but the length {@code join-over}; without {@code leave} they stay), {@code
   * participants} at full size.
   */
  public static final String EXTRA = "conference-wave";

  private ConferenceWave() {}

  /** Installs it. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T03"));
    long scaled = Math.round(extra.number("participants", 150) * setting.profile().scale());
    double failOverS = extra.number("fail-over", -1);
    long leaveNs = extra.nanos("leave", -1);
    Conference.install(
        setting,
        tenant,
        "",
        (int) Math.max(1, scaled),
        setting.startNs() + extra.nanos("at", 30),
        extra.nanos("join-over", 60),
        failOverS < 0 ? -1 : setting.startNs() + extra.nanos("fail-over", 0),
        leaveNs < 0 ? setting.endNs() : setting.startNs() + leaveNs);
  }
}
