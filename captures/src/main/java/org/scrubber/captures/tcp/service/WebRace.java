package org.scrubber.captures.tcp.service;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.Race;
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
import org.scrubber.captures.world.World;

/** The TCP connections of browsers whose QUIC is not answered at once. */
public final class WebRace implements Race.Maker {
  private static final int PORT = 443;

  @Override
  public Race of(Setting setting, Tenant tenant) {
    Stream stream = setting.world().stream("WEB_RACE", tenant.id());
    Truth truth = Truth.legit(tenant.number(), "WEB_TCP");
    Traffic traffic = Traffic.of(setting.world(), stream, truth).unreported();
    ConnectionPlan plan = new ConnectionPlan();
    return (world, client, server, rttNs, finish) -> {
      boolean in = setting.plan().tenantOf(client) != null;
      begin(traffic, plan, in, client, server, rttNs, finish);
    };
  }

  private static void begin(
      Traffic traffic,
      ConnectionPlan plan,
      boolean clientInside,
      Address client,
      Address server,
      long rttNs,
      Race.Finish finish) {
    World world = traffic.world();
    RandomStream random = traffic.stream().random();
    Stack stack = Stack.any(random);
    Host from = clientInside ? Host.inside(client, stack) : Host.outside(client, stack, rttNs);
    Host to =
        clientInside ? Host.outside(server, Stack.LINUX5, rttNs) : Servers.host(world, server);
    Dialogue pages = new Raced(new WebPages(random, WebPages.Manners.USUAL), finish);
    int port = random.between(49_152, 65_535);
    new TcpConnection(traffic, plan, pages, from, port, to, PORT).start(world.nowNs());
  }

  /**
   * Says who has won.
   *
   * @param pages what is said
   * @param finish who wants to know
   */
  private record Raced(WebPages pages, Race.Finish finish) implements Dialogue {
    @Override
    public void next(TcpConnection connection, int turn) {
      pages.next(connection, turn);
    }

    @Override
    public void served(TcpConnection connection, long timeNs) {
      finish.raced(connection.world(), timeNs);
    }
  }
}
