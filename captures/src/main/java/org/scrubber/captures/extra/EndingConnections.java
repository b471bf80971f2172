package org.scrubber.captures.extra;

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
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.tcp.service.Visitors;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * Connections that were opened before the attack and end while it lasts: with the FIN of a client
 * who is done, or the RST of one that has gone.
 *
 * @param fromNs when the first ends, ns of the world
 * @param toNs when the last ends
 * @param resetPercent how many end with RST
 */
public record EndingConnections(long fromNs, long toNs, int resetPercent) implements Dialogue {
  /** The extra that installs them: {@code tenant}; {@code resets} and {@code fins} at full size. */
  public static final String EXTRA = "ending-connections";

  private static final int PORT = 443;
  private static final long WORK_NS = 3_000_000L;
  private static final long OPENED_FROM_NS = 60_000_000_000L;

  /** Installs them. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T06"));
    double resets = extra.number("resets", 20_000) * setting.profile().scale();
    double fins = extra.number("fins", 40_000) * setting.profile().scale();
    int resetPercent = (int) Math.round(100 * resets / (resets + fins));
    long attackNs = setting.attackNs();
    long endNs = attackNs + setting.scenario().attackS() * 1_000_000_000L;
    EndingConnections ending = new EndingConnections(attackNs, endNs, resetPercent);
    Stream stream = setting.world().stream(EXTRA, tenant.id());
    Truth truth = Truth.legit(tenant.number(), "ENDING_TCP");
    Traffic traffic = Traffic.of(setting.world(), stream, truth);
    Address host = tenant.hosts("web").getFirst();
    Host server = Servers.host(setting.world(), host);
    Visitors visitors = Visitors.usual(setting.plan(), 0);
    ConnectionPlan plan = new ConnectionPlan();
    long beginNs = Math.max(0, attackNs - OPENED_FROM_NS);
    for (long k = Math.round(resets + fins); k > 0; k--) {
      long startNs = beginNs + (long) (stream.random().unit() * (attackNs - beginNs));
      setting
          .world()
          .at(
              stream,
              startNs,
              (world, code) -> {
                Visitors.Visitor one = visitors.any(stream.random());
                new TcpConnection(traffic, plan, ending, one.host(), one.port(), server, PORT)
                    .start(world.nowNs());
              },
              0);
    }
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    int bytes = random.between(300, 1_300);
    switch (turn) {
      case 0 -> connection.say(TcpConnection.CLIENT, Hellos.client(random), 0);
      case 1 -> connection.say(TcpConnection.SERVER, Hellos.server(), 3_000, WORK_NS);
      case 2 -> connection.say(TcpConnection.CLIENT, Hellos.record(bytes), bytes, WORK_NS);
      case 3 -> connection.say(TcpConnection.SERVER, Hellos.record(bytes), bytes, WORK_NS);
      default -> {
        long endNs = fromNs + (long) (random.unit() * (toNs - fromNs));
        long waitNs = Math.max(WORK_NS, endNs - connection.world().nowNs());
        if (random.chance(resetPercent)) {
          connection.abort(TcpConnection.CLIENT, waitNs);
        } else {
          connection.finish(TcpConnection.CLIENT, waitNs);
        }
      }
    }
  }
}
