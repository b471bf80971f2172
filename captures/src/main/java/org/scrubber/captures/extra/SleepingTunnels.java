package org.scrubber.captures.extra;

import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tunnel.IdleTunnels;
import org.scrubber.captures.tunnel.TunnelKind;

/** Tunnels that are silent for long and then go on, see {@link IdleTunnels}. */
public final class SleepingTunnels {
  /**
   * The extra that installs them: {@code tenant}, {@code wireguard} and {@code esp} tunnels at full
   * size, {@code wake} in seconds after the warm-up, and whether the first of each kind is {@code
   * roaming} (1 or 0). They count as attempts of group {@code wake}.
   */
  public static final String EXTRA = "sleeping-tunnels";

  private static final String GROUP = "wake";

  private SleepingTunnels() {}

  /** Installs them. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    install(setting, extra, TunnelKind.WIREGUARD, "wireguard");
    install(setting, extra, TunnelKind.ESP, "esp");
  }

  private static void install(
      Setting setting, LegitPlan.Extra extra, TunnelKind kind, String parameter) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T08"));
    double scaled = extra.number(parameter, 0) * setting.profile().scale();
    long wakeNs = setting.startNs() + extra.nanos("wake", 3_600);
    boolean roams = extra.number("roaming", 0) > 0;
    if (scaled > 0) {
      int count = (int) Math.max(1, Math.round(scaled));
      IdleTunnels.install(setting, tenant, GROUP, kind, count, wakeNs, roams);
    }
  }
}
