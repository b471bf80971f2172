package org.scrubber.captures.tcp.service;

import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Servers;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * Many people behind few addresses of a mobile network who open connections at the same hour. Ports
 * come from blocks of 1,024, and are used again a minute later.
 */
final class CgnRush {
  /**
   * The extra that installs it: {@code tenant, host, group, addresses, per-second, spread, at,
   * hold}. The rate is that of one address in the largest profile, on average: the first has {@code
   * spread} less, the last as much more.
   */
  static final String EXTRA = "cgn-rush";

  private static final long REUSED_AFTER_NS = 60_000_000_000L;
  private static final int REUSE_PERCENT = 50;
  private static final int PORTS_PER_BLOCK = 1_024;
  private static final int BLOCKS = 63;
  private static final int REMEMBERED = 1 << 14;

  private final Traffic traffic;
  private final ConnectionPlan plan = new ConnectionPlan();
  private final Address address;
  private final Host server;
  private final int[] taken = new int[BLOCKS];
  private final int[] ports = new int[REMEMBERED];
  private final long[] usedNs = new long[REMEMBERED];
  private int oldest;
  private int newest;

  private CgnRush(Traffic traffic, Address address, Host server) {
    this.traffic = traffic;
    this.address = address;
    this.server = server;
  }

  static void install(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T06"));
    Address host = Address.parse(extra.text("host", "198.18.65.11"));
    Host server = Servers.host(setting.world(), host);
    String group = extra.text("group", EXTRA);
    int addresses = (int) extra.number("addresses", 12);
    double spread = extra.number("spread", 0);
    long fromNs = setting.startNs() + extra.nanos("at", 60);
    long toNs = fromNs + extra.nanos("hold", 120);
    for (int k = 0; k < addresses; k++) {
      double more = addresses == 1 ? 0 : spread * (2.0 * k / (addresses - 1) - 1);
      double rate = (extra.number("per-second", 150) + more) * setting.profile().scale();
      Stream stream = setting.world().stream(EXTRA, tenant.id() + "/" + k);
      Traffic traffic =
          Traffic.of(setting.world(), stream, Truth.legit(tenant.number(), "WEB_TCP"))
              .inGroup(group);
      CgnRush rush = new CgnRush(traffic, setting.plan().pool("CGN").at(k), server);
      Arrivals.start(
          setting.world(),
          stream,
          now -> now >= fromNs && now < toNs ? rate : 0,
          setting.endNs(),
          rush::begin);
    }
  }

  private void begin() {
    RandomStream random = traffic.stream().random();
    long nowNs = traffic.world().nowNs();
    Stack stack = Stack.any(random);
    long roundTripNs = (long) (1e6 * random.logNormal(18, 0.4));
    Host client = Host.outside(address, stack, roundTripNs);
    int port = port(random, nowNs);
    WebPages pages = new WebPages(random, WebPages.Manners.USUAL);
    new TcpConnection(traffic, plan, pages, client, port, server, 443).start(nowNs);
  }

  private int port(RandomStream random, long nowNs) {
    int block = random.below(BLOCKS);
    // A user's ports are of the user's own block, one after the other.
    int port = PORTS_PER_BLOCK * (1 + block) + (taken[block]++ & PORTS_PER_BLOCK - 1);
    boolean ripe = oldest != newest && nowNs - usedNs[oldest % REMEMBERED] >= REUSED_AFTER_NS;
    if (ripe && random.chance(REUSE_PERCENT)) {
      port = ports[oldest++ % REMEMBERED];
    }
    ports[newest % REMEMBERED] = port;
    usedNs[newest++ % REMEMBERED] = nowNs;
    oldest = Math.max(oldest, newest - REMEMBERED);
    return port;
  }
}
