package org.scrubber.captures.tcp.service;

import org.scrubber.captures.legit.Extras;

/** Further TCP traffic that a scenario may ask for by name. */
public final class TcpExtras {
  private TcpExtras() {}

  /** Adds what there is. */
  public static void addTo(Extras.Table extras) {
    extras.add(
        Sleepers.EXTRA,
        Sleepers::install,
        "tenant",
        "role",
        "port",
        "count",
        "wake",
        "idle",
        "keepalive");
    extras.add(OddTcp.EXTRA, OddTcp::install, "tenant", "per-second");
    extras.add(Reboot.EXTRA, Reboot::install, "tenant", "at", "count");
    extras.add(
        CgnRush.EXTRA,
        CgnRush::install,
        "tenant",
        "host",
        "group",
        "addresses",
        "per-second",
        "spread",
        "at",
        "hold");
    extras.add(WebHours.POOL, Extras.BY_ITS_CLASS, "tenant", "pool", "percent");
    extras.add(
        WebHours.SLOW,
        Extras.BY_ITS_CLASS,
        "tenant",
        "at",
        "hold",
        "slowest-ms",
        "leave",
        "reload");
  }
}
