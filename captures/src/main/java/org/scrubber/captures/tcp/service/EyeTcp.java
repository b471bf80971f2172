package org.scrubber.captures.tcp.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Dialogue;
import org.scrubber.captures.tcp.Hellos;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.TcpConnection;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/** People inside who read what content networks outside serve, through their tenant's NAT. */
public final class EyeTcp implements TrafficClass {
  /** Packets of a connection that come in, on average. */
  static final double INBOUND_PACKETS = 55;

  private static final String NAME = "EYE_TCP";
  private static final int PLAIN_PERCENT = 5;
  private static final double ROUND_TRIP_MS = 120;
  private static final byte[] GET =
      "GET /index HTTP/1.1\r\nHost: cdn.example\r\nAccept: */*\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public void install(Setting setting, Tenant tenant) {
    if (!tenant.hosts("nat").isEmpty()) {
      Truth truth = Truth.legit(tenant.number(), NAME);
      LongToDoubleFunction pps = now -> setting.legitPps(tenant, NAME, now);
      install(setting, tenant, truth, tenant.hosts("nat"), pps);
    }
  }

  /**
   * Installs readers behind certain addresses.
   *
   * @param truth of their packets; its class is the name of their stream
   * @param clients IPv4 addresses inside, each as likely as any other
   * @param inPps packets/s that shall come in, by time of the world, ns
   */
  public static void install(
      Setting setting,
      Tenant tenant,
      Truth truth,
      List<Address> clients,
      LongToDoubleFunction inPps) {
    Stream stream = setting.world().stream(truth.traffic(), tenant.id());
    Traffic traffic = Traffic.of(setting.world(), stream, truth);
    boolean v4Only = !truth.traffic().equals(NAME);
    ConnectionPlan plan = new ConnectionPlan();
    Arrivals.start(
        setting.world(),
        stream,
        now -> inPps.applyAsDouble(now) / INBOUND_PACKETS,
        setting.endNs(),
        () -> browse(setting, traffic, plan, tenant, clients, v4Only));
  }

  private static void browse(
      Setting setting,
      Traffic traffic,
      ConnectionPlan plan,
      Tenant tenant,
      List<Address> clients,
      boolean v4Only) {
    RandomStream random = traffic.stream().random();
    boolean v6 = !v4Only && tenant.hasV6() && random.below(100) < (int) tenant.v6Share();
    Address address = clients.get(random.below(clients.size()));
    Host client = Host.inside(v6 ? tenant.v6Of(address) : address, Stack.any(random));
    Address site = setting.plan().pool(v6 ? "CDN-6" : "CDN").any(random);
    long roundTripNs = (long) (1e6 * random.logNormal(ROUND_TRIP_MS, 0.4));
    Host server = Host.outside(site, Stack.LINUX5, roundTripNs);
    boolean plain = random.chance(PLAIN_PERCENT);
    new TcpConnection(
            traffic,
            plan,
            new Reading(random, plain),
            client,
            random.between(1_024, 65_535),
            server,
            plain ? 80 : 443)
        .start(traffic.world().nowNs());
  }

  /** What a reader and a content network say to each other. */
  private static final class Reading implements Dialogue {
    private static final long MS = 1_000_000L;
    private static final double MEAN_REQUESTS = 2.5;
    private static final double ANSWER_BYTES = 13_500;

    private final boolean plain;
    private int left;

    Reading(RandomStream random, boolean plain) {
      this.plain = plain;
      left = random.geometric(MEAN_REQUESTS);
    }

    @Override
    public void next(TcpConnection connection, int turn) {
      RandomStream random = connection.random();
      int client = TcpConnection.CLIENT;
      int server = TcpConnection.SERVER;
      if (turn == 0 && !plain) {
        connection.say(client, Hellos.client(random), 0);
      } else if (turn == 1 && !plain) {
        connection.say(server, Hellos.server(), random.between(3_000, 5_000), 2 * MS);
      } else if (turn % 2 != 0) {
        int bytes = 300 + (int) Math.min(500_000, random.logNormal(ANSWER_BYTES, 1.2));
        connection.say(
            server, plain ? OK : Hellos.record(bytes), bytes, random.between(2, 30) * MS);
      } else if (left-- > 0) {
        int bytes = random.between(300, 900);
        long waitMs = turn <= 2 ? 1 : (long) Math.min(5_000, random.logNormal(100, 1.2));
        connection.say(client, plain ? GET : Hellos.record(bytes), bytes, waitMs * MS);
      } else {
        connection.finish(random.chance(50) ? client : server, random.between(50, 5_000) * MS);
      }
    }
  }
}
