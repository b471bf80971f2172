package org.scrubber.captures.tcp.service;

import java.util.Map;
import org.scrubber.captures.legit.ExtraTraffic;

/** Further TCP traffic that a scenario may ask for by name. */
public final class TcpExtras {
  private TcpExtras() {}

  /** Adds what there is to the extras by name. */
  public static void addTo(Map<String, ExtraTraffic> extras) {
    extras.put(Sleepers.EXTRA, Sleepers::install);
    extras.put(OddTcp.EXTRA, OddTcp::install);
    extras.put(Reboot.EXTRA, Reboot::install);
    extras.put(CgnRush.EXTRA, CgnRush::install);
    // The class itself looks for these.
    extras.put(WebHours.POOL, (setting, extra) -> {});
    extras.put(WebHours.SLOW, (setting, extra) -> {});
  }
}
