package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** Connections that are legal and look odd: each of these kinds in turn. */
final class OddTcp {
  /** The extra that installs them: {@code tenant, per-second} in the largest profile. */
  static final String EXTRA = "odd-tcp";

  private static final int PROBES = 30;
  private static final long PROBE_NS = 10_000_000_000L;
  private static final long MS = 1_000_000L;

  private static final List<ConnectionPlan> KINDS =
      List.of(
          new ConnectionPlan().withEcn(),
          new ConnectionPlan().withMultipath(),
          new ConnectionPlan().withPlainRetry(),
          new ConnectionPlan().withSimultaneousOpen(),
          new ConnectionPlan().withUntidyAcks(20, 20),
          new ConnectionPlan());

  private static final Dialogue STALLED =
      (connection, turn) -> {
        switch (turn) {
          case 0 -> connection.say(TcpConnection.CLIENT, Hellos.record(900), 900, 0);
          case 1 -> connection.probe(TcpConnection.CLIENT, PROBES, PROBE_NS, true);
          case 2 -> connection.say(TcpConnection.CLIENT, Hellos.record(5_000), 5_000, MS);
          default -> connection.finish(TcpConnection.CLIENT, 5 * MS);
        }
      };

  private OddTcp() {}

  static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T05"));
    Stream stream = setting.world().stream(EXTRA, tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "ODD_TCP"));
    // A SYN that is lost on purpose would count as a late connection.
    Traffic unreported = traffic.unreported();
    Visitors visitors = Visitors.usual(setting.plan(), 0);
    Address address = tenant.hosts("web").getFirst();
    Host server = Servers.host(setting.world(), address);
    double rate = extra.number("per-second", 5) * setting.profile().scale();
    int[] begun = new int[1];
    Arrivals.start(
        setting.world(),
        stream,
        now -> rate,
        setting.endNs(),
        () -> {
          RandomStream random = stream.random();
          int kind = begun[0]++ % (KINDS.size() + 1);
          Dialogue said =
              kind == KINDS.size() ? STALLED : new WebPages(random, WebPages.Manners.USUAL);
          Visitors.Visitor one = visitors.any(random);
          Host client = kind == KINDS.size() - 1 ? bare(one.host()) : one.host();
          ConnectionPlan plan = KINDS.get(Math.min(kind, KINDS.size() - 1));
          new TcpConnection(unreported, plan, said, client, one.port(), server, 443)
              .start(setting.world().nowNs());
        });
  }

  private static Host bare(Host host) {
    return Host.outside(host.address(), Stack.BARE, host.turnNs());
  }
}
