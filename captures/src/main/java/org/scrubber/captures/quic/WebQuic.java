package org.scrubber.captures.quic;

import java.util.List;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Class {@code WEB_QUIC}: visitors of a tenant's web servers over HTTP/3. */
public final class WebQuic implements TrafficClass {
  /** The class's name in a mix. */
  public static final String NAME = "WEB_QUIC";

  /** Packets that come in for one connection, on average; a test measures it. */
  public static final double MEAN_INBOUND = 48.4;

  private static final int HTTPS = 443;

  private final Race.Maker races;

  /** Creates the class; unanswered clients turn to these races. */
  public WebQuic(Race.Maker races) {
    this.races = races;
  }

  @Override
  public void install(Setting setting, Tenant tenant) {
    World world = setting.world();
    Stream stream = world.stream(NAME, tenant.id());
    QuicEnds ends =
        new QuicEnds(
            stream,
            Truth.legit(tenant.number(), NAME),
            "",
            QuicHabits.WEB,
            Hellos.to(tenant.name() + ".example"),
            races.of(setting, tenant));
    Visitors visitors = new Visitors(setting.plan(), tenant);
    List<Address> servers = tenant.hosts("web");
    Arrivals.start(
        world,
        stream,
        timeNs -> setting.legitPps(tenant, NAME, timeNs) / MEAN_INBOUND,
        setting.endNs(),
        () -> visit(world, ends, tenant, servers, visitors.any(stream.random())));
  }

  /** Lets a visitor connect now to one of the servers. */
  static void visit(
      World world, QuicEnds ends, Tenant tenant, List<Address> servers, Visitors.Visitor visitor) {
    RandomStream random = ends.random();
    Address host = servers.get(random.below(servers.size()));
    Address server = visitor.address().isV4() ? host : tenant.v6Of(host);
    int port = random.between(1_024, 65_535);
    int initialTtl = random.chance(38) ? 128 : 64;
    DatagramPath path =
        new DatagramPath(random, visitor.address(), port, server, HTTPS, initialTtl);
    QuicConnection.begin(world, ends, path, visitor.rttNs());
  }
}
