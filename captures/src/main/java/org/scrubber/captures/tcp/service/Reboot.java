package org.scrubber.captures.tcp.service;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Server;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * A server outside that many people inside are connected to, and that is started anew: it answers
 * what they send next with a burst of resets.
 */
final class Reboot {
  /** The extra that installs it: {@code tenant, at, count} in the largest profile. */
  static final String EXTRA = "server-reboot";

  private static final double TALKS_PER_SECOND = 1;
  private static final long ROUND_TRIP_NS = 25_000_000L;

  private static final Dialogue TALK =
      (connection, turn) -> {
        boolean asks = turn % 2 == 0;
        int side = asks ? TcpConnection.CLIENT : TcpConnection.SERVER;
        long waitNs = asks ? connection.random().waitNs(TALKS_PER_SECOND) : 2_000_000L;
        connection.say(side, Hellos.record(400), 400, turn == 0 ? 0 : waitNs);
      };

  private Reboot() {}

  static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T05"));
    Stream stream = setting.world().stream(EXTRA, tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "ODD_TCP"));
    Server limits = new Server();
    Address site = setting.plan().pool("CDN").at(tenant.number());
    Host server = Host.outside(site, Stack.LINUX5, ROUND_TRIP_NS).serving(limits);
    long atNs = setting.startNs() + extra.nanos("at", 60);
    long count = Math.round(extra.number("count", 400) * setting.profile().scale());
    for (long k = 0; k < count; k++) {
      Address nat = tenant.hosts("nat").get((int) (k % tenant.hosts("nat").size()));
      Host client = Host.inside(nat, Stack.any(stream.random()));
      long startNs = Math.max(0, atNs - 20_000_000_000L) + stream.random().below(1_000_000_000);
      int port = stream.random().between(1_024, 65_535);
      new TcpConnection(traffic, new ConnectionPlan(), TALK, client, port, server, 443)
          .start(startNs);
    }
    setting.world().at(stream, atNs, (world, code) -> limits.reboot(), 0);
  }
}
