package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Bots;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Visitors of a tenant's web servers. */
public final class WebTcp implements TrafficClass {
  /** Packets of a connection that come in, on average. */
  static final double INBOUND_PACKETS = 40;

  private static final String NAME = "WEB_TCP";
  private static final int PORT = 443;
  private static final long RELOAD_NS = 3_000_000_000L;

  /** Visitors who share their address with a bot. */
  private static final String INFESTED = "cgn-infested";

  @Override
  public void install(Setting setting, Tenant tenant) {
    Stream stream = setting.world().stream(NAME, tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.legit(tenant.number(), NAME));
    WebHours hours = WebHours.of(setting, tenant);
    ConnectionPlan plan = new ConnectionPlan();
    Familiars familiars = new Familiars();
    Arrivals.start(
        setting.world(),
        stream,
        now -> setting.legitPps(tenant, NAME, now) / INBOUND_PACKETS,
        setting.endNs(),
        () -> visit(traffic, plan, hours, familiars, tenant));
  }

  private static void visit(
      Traffic traffic, ConnectionPlan plan, WebHours hours, Familiars familiars, Tenant tenant) {
    RandomStream random = traffic.stream().random();
    World world = traffic.world();
    Visitors.Visitor one =
        familiars.next(hours.visitors(), random, world.nowNs(), hours.newcomers(world.nowNs()));
    boolean shared = one.host().address().isV4() && Bots.isInfested(one.host().address());
    Traffic his = shared ? traffic.inGroup(INFESTED) : traffic;
    visit(his, plan, one, tenant, hours.manners(world.nowNs()));
    if (hours.reloads(world.nowNs(), random)) {
      Visitors.Visitor again = one.again(random);
      long thenNs = world.nowNs() + RELOAD_NS;
      world.at(
          traffic.stream(),
          thenNs,
          (then, code) -> visit(his, plan, again, tenant, hours.manners(thenNs)),
          0);
    }
  }

  /**
   * Lets one visitor come now.
   *
   * @param visitor who
   * @param tenant whose web server it is
   * @param manners how the server and the user are
   */
  public static void visit(
      Traffic traffic,
      ConnectionPlan plan,
      Visitors.Visitor visitor,
      Tenant tenant,
      WebPages.Manners manners) {
    RandomStream random = traffic.stream().random();
    List<Address> hosts = tenant.hosts("web");
    Address host = hosts.get(random.below(hosts.size()));
    Address address = visitor.host().address().isV4() ? host : tenant.v6Of(host);
    Host server = Servers.host(traffic.world(), address);
    WebPages pages = new WebPages(random, manners);
    new TcpConnection(traffic, plan, pages, visitor.host(), visitor.port(), server, PORT)
        .start(traffic.world().nowNs());
  }
}
