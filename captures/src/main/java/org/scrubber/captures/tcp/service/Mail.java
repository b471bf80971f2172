package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** Mail: relays that deliver to a tenant, and its people who send and read from elsewhere. */
public final class Mail implements TrafficClass {
  /** Packets of a connection that come in, on average. */
  static final double INBOUND_PACKETS = 53;

  private static final String NAME = "MAIL";
  private static final int RELAY_PERCENT = 60;
  private static final int SUBMIT_PERCENT = 20;
  private static final double RELAY_ROUND_TRIP_MS = 40;

  @Override
  public void install(Setting setting, Tenant tenant) {
    if (tenant.hosts("mail").isEmpty()) {
      return;
    }
    Stream stream = setting.world().stream(NAME, tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.legit(tenant.number(), NAME));
    Visitors people = Visitors.usual(setting.plan(), 0);
    Visitors relays = Visitors.of(setting.plan().pool("MX"), RELAY_ROUND_TRIP_MS, false);
    ConnectionPlan plan = new ConnectionPlan().reconnecting(0);
    Arrivals.start(
        setting.world(),
        stream,
        now -> setting.legitPps(tenant, NAME, now) / INBOUND_PACKETS,
        setting.endNs(),
        () -> connect(traffic, plan, relays, people, tenant));
  }

  private static void connect(
      Traffic traffic, ConnectionPlan plan, Visitors relays, Visitors people, Tenant tenant) {
    RandomStream random = traffic.stream().random();
    List<Address> hosts = tenant.hosts("mail");
    Address address = hosts.getFirst();
    Host server = Servers.host(traffic.world(), address);
    int luck = random.below(100);
    boolean relay = luck < RELAY_PERCENT;
    boolean submits = luck < RELAY_PERCENT + SUBMIT_PERCENT;
    Visitors.Visitor from = relay ? relays.any(random) : people.any(random);
    // Relays have servers' systems, whatever the people have.
    Host client =
        relay
            ? Host.outside(from.host().address(), Stack.LINUX5, from.host().turnNs())
            : from.host();
    int port = relay ? 25 : submits ? random.chance(50) ? 465 : 587 : 993;
    Dialogue dialogue = port == 25 || port == 587 ? new Delivery() : new Mailbox(submits);
    new TcpConnection(traffic, plan, dialogue, client, from.port(), server, port)
        .start(traffic.world().nowNs());
  }
}
