package org.scrubber.captures.tcp.service;

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

/**
 * Connections that are opened, then silent for very long, then used again.
 *
 * @param wakeNs when they are used again, ns of the world, give or take 10 s
 * @param keepaliveNs between two keepalive probes meanwhile, or 0 for none
 */
record Sleepers(long wakeNs, long keepaliveNs) implements Dialogue {
  /**
   * The extra that installs them: {@code tenant, role, port, count, wake, keepalive}; {@code count}
   * is that of the largest profile.
   */
  static final String EXTRA = "sleeping-connections";

  private static final long S = 1_000_000_000L;
  private static final int TURNS_BEFORE = 6;
  private static final double TURNS_PER_SECOND_AFTER = 0.5;

  static void install(Setting setting, LegitPlan.Extra extra) {
    ExtraValues values = new ExtraValues(extra);
    Tenant tenant = setting.plan().tenant(values.text("tenant", "T08"));
    Address address = tenant.hosts(values.text("role", "vpn")).getLast();
    int port = (int) values.number("port", 443);
    Stream stream = setting.world().stream(EXTRA, tenant.id() + "/" + port + "/" + extra.values());
    Traffic traffic = Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "IDLE_TCP"));
    Host server =
        Host.inside(address, Stack.LINUX5).serving(Servers.of(setting.world()).at(address));
    Sleepers sleepers =
        new Sleepers(setting.startNs() + values.nanos("wake", 7_230), values.nanos("keepalive", 0));
    Visitors visitors = Visitors.usual(setting.plan(), 0);
    long count = Math.round(values.number("count", 400) * setting.profile().scale());
    for (long k = 0; k < count; k++) {
      Visitors.Visitor one = visitors.any(stream.random());
      long startNs = setting.world().nowNs() + stream.random().below(1_000) * 20_000_000L;
      new TcpConnection(
              traffic, new ConnectionPlan(), sleepers, one.host(), one.port(), server, port)
          .start(startNs);
    }
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    // Probes take a turn; it is the client who speaks behind them.
    int parity = keepaliveNs > 0 && turn > TURNS_BEFORE ? 1 : 0;
    int side = turn % 2 == parity ? TcpConnection.CLIENT : TcpConnection.SERVER;
    long nowNs = connection.world().nowNs();
    int bytes = random.between(100, 1_200);
    if (turn == 0) {
      byte[] hello = Hellos.client(random);
      connection.say(side, hello, hello.length, 0);
    } else if (turn < TURNS_BEFORE) {
      connection.say(side, Hellos.record(bytes), bytes, S / 100);
    } else if (turn == TURNS_BEFORE && keepaliveNs > 0 && nowNs + keepaliveNs < wakeNs) {
      int probes = (int) ((wakeNs - nowNs) / keepaliveNs);
      connection.probe(TcpConnection.CLIENT, probes, keepaliveNs, false);
    } else {
      long waitNs = side == TcpConnection.CLIENT ? random.waitNs(TURNS_PER_SECOND_AFTER) : S / 100;
      long sleepNs = Math.max(0, wakeNs - nowNs) + random.below(10_000) * 1_000_000L;
      connection.say(side, Hellos.record(bytes), bytes, nowNs < wakeNs ? sleepNs : waitNs);
    }
  }
}
