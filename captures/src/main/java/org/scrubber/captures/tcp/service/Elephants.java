package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Standing;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** Four large transfers that go on all day, from research networks to a tenant's data nodes. */
public final class Elephants {
  private static final int FLOWS = 4;
  private static final int FIRST_PORT = 50_000;
  private static final int MESSAGE_BYTES = 50_000_000;
  private static final long MS = 1_000_000L;

  private Elephants() {}

  /**
   * Installs them.
   *
   * @param trafficClass what they belong to; its rate in the setting's plan is theirs
   * @param share part of that rate, 0 to 1
   */
  public static void install(Setting setting, Tenant tenant, String trafficClass, double share) {
    boolean own = !tenant.hosts("dtn").isEmpty();
    List<Address> nodes = tenant.hosts(own ? "dtn" : "web");
    if (nodes.isEmpty()) {
      return;
    }
    Stream stream = setting.world().stream(trafficClass + "-TCP", tenant.id());
    Traffic traffic =
        Traffic.of(setting.world(), stream, Truth.legit(tenant.number(), trafficClass));
    ConnectionPlan plan =
        new ConnectionPlan()
            .paced(now -> setting.legitPps(tenant, trafficClass, now) * share / FLOWS);
    Dialogue transfer =
        (connection, turn) -> connection.say(TcpConnection.CLIENT, null, MESSAGE_BYTES, MS);
    for (int k = 0; k < FLOWS; k++) {
      Address site = setting.plan().pool("NREN").at(tenant.number() * 100L + k);
      Address node = nodes.get(k % nodes.size());
      Host client = Host.outside(site, Stack.LINUX5, (15 + 7L * k) * MS);
      Host server = Servers.host(setting.world(), node);
      int port = FIRST_PORT + stream.random().below(1_001);
      Standing.keep(traffic, plan, transfer, client, server, port);
    }
  }
}
