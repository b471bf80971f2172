package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/** Further TCP traffic that a scenario may ask for by name. */
public final class TcpExtras {
  private TcpExtras() {}

  /** Returns the names that are known here. */
  public static List<String> names() {
    return List.of(
        WebHours.POOL, WebHours.SLOW, Sleepers.EXTRA, OddTcp.EXTRA, Reboot.EXTRA, CgnRush.EXTRA);
  }

  /** Installs those that the setting's scenario asks for; other names are somebody else's. */
  public static void install(Setting setting) {
    for (LegitPlan.Extra extra : setting.scenario().legit().extras()) {
      switch (extra.name()) {
        case Sleepers.EXTRA -> Sleepers.install(setting, extra);
        case OddTcp.EXTRA -> OddTcp.install(setting, extra);
        case Reboot.EXTRA -> Reboot.install(setting, extra);
        case CgnRush.EXTRA -> CgnRush.install(setting, extra);
        default -> {
          // WebTcp looks for its own.
        }
      }
    }
  }
}
