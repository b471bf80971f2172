package org.scrubber.captures.tcp;

import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;

/**
 * Packets both ways through one long TLS connection: remote access by TLS, RADIUS over TLS. After
 * the handshake the client speaks now and then, and is answered.
 *
 * @param clientBytes largest message of the client
 * @param serverBytes largest message of the server
 * @param roundsPerSecond how often on average
 */
public record TlsTunnel(int clientBytes, int serverBytes, double roundsPerSecond)
    implements Dialogue {
  private static final int PORT = 443;
  private static final double BUSY_PPS = 10;
  private static final int KEEPALIVE_BYTES = 61;
  private static final double KEEPALIVES_PER_SECOND = 1 / 30.0;
  private static final int SMALLEST_BYTES = 90;
  private static final long WORK_NS = 2_000_000L;

  /**
   * Inbound packets of a round: what the client says, and what acknowledges the answer, unless the
   * client soon speaks again.
   */
  public static final double INBOUND_PACKETS = 1.85;

  /**
   * Installs a tenant's remote access by TLS: two of five tunnels are idle but for keepalives.
   *
   * @param pps packets/s that shall come in
   */
  public static void install(Setting setting, Tenant tenant, double pps) {
    List<Address> hosts = tenant.hosts("vpn");
    if (hosts.isEmpty() || pps <= 0) {
      return;
    }
    Truth truth = Truth.legit(tenant.number(), "VPN");
    var stream = setting.world().stream("VPN-TLS", tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, truth).reportedAs(Attempt.Kind.TUNNEL);
    Traffic quiet =
        Traffic.of(setting.world(), stream, Truth.hard(tenant.number(), "VPN"))
            .reportedAs(Attempt.Kind.TUNNEL);
    Address gateway = hosts.getLast();
    Host server = Servers.host(setting.world(), gateway);
    int busy = Math.max(1, (int) Math.round(pps / BUSY_PPS));
    TlsTunnel talk = new TlsTunnel(1_400, 1_400, pps / busy / INBOUND_PACKETS);
    TlsTunnel idle = new TlsTunnel(KEEPALIVE_BYTES, KEEPALIVE_BYTES, KEEPALIVES_PER_SECOND);
    ConnectionPlan plan = new ConnectionPlan();
    for (int k = 0; k < busy; k++) {
      Standing.keep(traffic, plan, talk, employee(setting, tenant, k), server, PORT);
    }
    for (int k = busy; k < busy + (busy * 2 + 2) / 3; k++) {
      Standing.keep(quiet, plan, idle, employee(setting, tenant, k), server, PORT);
    }
  }

  private static Host employee(Setting setting, Tenant tenant, int k) {
    Pool pool = setting.plan().pool(k % 4 == 3 ? "EU" : "BE1");
    Address address = pool.at(tenant.number() * 100_000L + k);
    return Host.outside(address, Stack.WIN10, 12_000_000L + k % 16 * 1_000_000L);
  }

  @Override
  public void next(TcpConnection connection, int turn) {
    RandomStream random = connection.random();
    switch (turn) {
      case 0 -> connection.say(TcpConnection.CLIENT, Hellos.client(random), 0);
      case 1 -> connection.say(TcpConnection.SERVER, Hellos.server(), 3_000, WORK_NS);
      default -> {
        boolean asks = turn % 2 == 0;
        int most = asks ? clientBytes : serverBytes;
        int bytes = random.between(Math.min(SMALLEST_BYTES, most), most);
        long round = connection.roundTripNs() + WORK_NS;
        long wait =
            asks && turn > 2 ? Math.max(0, random.waitNs(roundsPerSecond) - round) : WORK_NS;
        int side = asks ? TcpConnection.CLIENT : TcpConnection.SERVER;
        connection.say(side, Hellos.record(bytes), bytes, wait);
      }
    }
  }
}
