package org.scrubber.captures.service;

import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.service.Elephants;

/**
 * The class RESEARCH: bulk transfers over TCP, measurements of delay, an agreed test of bandwidth
 * over UDP, and a tunnel between two networks.
 */
public final class Research {
  /** Name of the class. */
  public static final String CLASS = "RESEARCH";

  /** Share of the class that the bulk transfers over TCP have. */
  private static final double TCP_SHARE = 0.6;

  private static final double TUNNEL_SHARE = 0.1;
  private static final double DELAY_SHARE = 0.1;

  private Research() {}

  /** Installs the class for a tenant. */
  public static void install(Setting setting, Tenant tenant) {
    Elephants.install(setting, tenant, CLASS, TCP_SHARE);
    installDatagrams(setting, tenant);
  }

  /** Installs all but the transfers over TCP: what the tenant has hosts for. */
  private static void installDatagrams(Setting setting, Tenant tenant) {
    if (tenant.hosts("perf").isEmpty() || setting.legitPps(tenant, CLASS, 0) <= 0) {
      return;
    }
    Sender sender = Sender.of(setting, CLASS, tenant);
    Address probe = tenant.hosts("perf").get(0);
    boolean all = !tenant.hosts("gre").isEmpty() && !tenant.hosts("dtn").isEmpty();
    double delayShare = all ? DELAY_SHARE : 1 - TCP_SHARE;
    DelayTest.install(
        setting, sender, probe, timeNs -> delayShare * setting.legitPps(tenant, CLASS, timeNs));
    if (all) {
      Address gateway = tenant.hosts("gre").get(0);
      Tunnel.install(
          setting,
          sender,
          gateway,
          timeNs -> TUNNEL_SHARE * setting.legitPps(tenant, CLASS, timeNs));
      double rest = 1 - TCP_SHARE - TUNNEL_SHARE - DELAY_SHARE;
      BandwidthTest.install(
          setting,
          sender,
          tenant.hosts("dtn").get(0),
          timeNs -> rest * setting.legitPps(tenant, CLASS, timeNs));
    }
  }
}
