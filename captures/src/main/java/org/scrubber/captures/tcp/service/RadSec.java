package org.scrubber.captures.tcp.service;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Standing;
import org.scrubber.captures.tcp.TlsTunnel;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** RADIUS over TLS: proxies of the research network that keep a connection each. */
public final class RadSec {
  private static final int PROXIES = 4;
  private static final int PORT = 2083;
  private static final int REQUEST_BYTES = 1_400;
  private static final int ANSWER_BYTES = 300;
  private static final long ROUND_TRIP_NS = 14_000_000L;

  private RadSec() {}

  /**
   * Installs the connections of a tenant that has a RADIUS server.
   *
   * @param pps packets/s that shall come in
   */
  public static void install(Setting setting, Tenant tenant, double pps) {
    if (tenant.hosts("radius").isEmpty() || pps <= 0) {
      return;
    }
    Stream stream = setting.world().stream("RADSEC", tenant.id());
    Traffic traffic =
        Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "RADIUS")).unreported();
    Address address = tenant.hosts("radius").getFirst();
    Host server = Servers.host(setting.world(), address);
    TlsTunnel talk =
        new TlsTunnel(REQUEST_BYTES, ANSWER_BYTES, pps / PROXIES / TlsTunnel.INBOUND_PACKETS);
    for (int k = 0; k < PROXIES; k++) {
      Address proxy = setting.plan().pool("NREN").at(50_000L + k);
      Host client = Host.outside(proxy, Stack.LINUX5, ROUND_TRIP_NS);
      Standing.keep(traffic, new ConnectionPlan(), talk, client, server, PORT);
    }
  }
}
