package org.scrubber.captures.tcp.service;

import java.nio.charset.StandardCharsets;
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
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * A connection that is opened, then silent for very long, then used again; the first words after
 * the silence count as an attempt of group {@code wake}.
 */
final class Sleepers implements Dialogue {
  /**
   * The extra that installs them: {@code tenant, role, port, count, wake, idle, keepalive}; {@code
   * count} is that of the largest profile, {@code wake} seconds after the warm-up, give or take 10
   * s, {@code idle} the seconds of silence, two hours if not given.
   */
  static final String EXTRA = "sleeping-connections";

  private static final String GROUP = "wake";
  private static final byte[] VERSION =
      "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SHELL_PORT = 22;
  private static final long S = 1_000_000_000L;
  private static final int TURNS_BEFORE = 6;
  private static final double TURNS_PER_SECOND_AFTER = 0.5;

  private final Truth truth;
  private final boolean shell;
  private final long wakeNs;
  private final long keepaliveNs;
  private long wokeNs = -1;
  private boolean reported;

  private Sleepers(Truth truth, boolean shell, long wakeNs, long keepaliveNs) {
    this.truth = truth;
    this.shell = shell;
    this.wakeNs = wakeNs;
    this.keepaliveNs = keepaliveNs;
  }

  static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T08"));
    Address address = tenant.hosts(extra.text("role", "vpn")).getLast();
    int port = (int) extra.number("port", 443);
    Stream stream = setting.world().stream(EXTRA, tenant.id() + "/" + port + "/" + extra.values());
    Truth truth = Truth.hard(tenant.number(), "IDLE_TCP");
    Traffic traffic = Traffic.of(setting.world(), stream, truth);
    Host server = Servers.host(setting.world(), address);
    long wakeNs = setting.startNs() + extra.nanos("wake", 7_230);
    long openNs = Math.max(setting.world().nowNs(), wakeNs - extra.nanos("idle", 7_200));
    Visitors visitors = Visitors.usual(setting.plan(), 0);
    long count = Math.round(extra.number("count", 400) * setting.profile().scale());
    for (long k = 0; k < count; k++) {
      Visitors.Visitor one = visitors.any(stream.random());
      long startNs = openNs + stream.random().below(1_000) * 20_000_000L;
      Sleepers said = new Sleepers(truth, port == SHELL_PORT, wakeNs, extra.nanos("keepalive", 0));
      new TcpConnection(traffic, new ConnectionPlan(), said, one.host(), one.port(), server, port)
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
    if (wokeNs >= 0 && !reported) {
      report(connection, nowNs - wokeNs);
    }
    if (turn == 0) {
      connection.say(side, shell ? VERSION : Hellos.client(random), 0);
    } else if (turn < TURNS_BEFORE) {
      connection.say(side, shell ? null : Hellos.record(bytes), bytes, S / 100);
    } else if (turn == TURNS_BEFORE && keepaliveNs > 0 && nowNs + keepaliveNs < wakeNs) {
      int probes = (int) ((wakeNs - nowNs) / keepaliveNs);
      connection.probe(TcpConnection.CLIENT, probes, keepaliveNs, false);
    } else {
      long waitNs = side == TcpConnection.CLIENT ? random.waitNs(TURNS_PER_SECOND_AFTER) : S / 100;
      if (wokeNs < 0) {
        waitNs = Math.max(0, wakeNs - nowNs) + random.below(10_000) * 1_000_000L;
        wokeNs = nowNs + waitNs;
      }
      connection.say(side, shell ? null : Hellos.record(bytes), bytes, waitNs);
    }
  }

  @Override
  public void over(TcpConnection connection, boolean well) {
    if (wokeNs >= 0 && !reported) {
      report(connection, -1);
    }
  }

  private void report(TcpConnection connection, long tookNs) {
    reported = true;
    long usualNs = Host.INSIDE_LEG_NS * 2;
    Attempt attempt = new Attempt(Attempt.Kind.WAKE, truth, GROUP, wokeNs, tookNs, usualNs);
    connection.world().tell(witness -> witness.attempt(attempt));
  }
}
