package org.scrubber.captures.quic;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Class {@code EYE_QUIC}: people inside who fetch from content networks over HTTP/3. */
public final class EyeQuic implements TrafficClass {
  /** The class's name in a mix. */
  public static final String NAME = "EYE_QUIC";

  /** Packets that come in for one connection, on average; a test measures it. */
  static final double MEAN_INBOUND = 76.5;

  private static final int HTTPS = 443;
  private static final double CDN_RTT_NS = 120e6;

  private final Race.Maker races;

  /** Creates the class; unanswered clients turn to these races. */
  public EyeQuic(Race.Maker races) {
    this.races = races;
  }

  @Override
  public void install(Setting setting, Tenant tenant) {
    Truth truth = Truth.legit(tenant.number(), NAME);
    LongToDoubleFunction pps = timeNs -> setting.legitPps(tenant, NAME, timeNs);
    install(setting, tenant, truth, tenant.hosts("nat"), pps, races);
  }

  /**
   * Installs readers behind certain addresses.
   *
   * @param truth of their packets; its class is part of the name of their stream
   * @param clients IPv4 addresses inside, each as likely as any other
   * @param inPps packets/s that shall come in, by time of the world, ns
   */
  public static void install(
      Setting setting,
      Tenant tenant,
      Truth truth,
      List<Address> clients,
      LongToDoubleFunction inPps,
      Race.Maker races) {
    World world = setting.world();
    boolean v4Only = !truth.traffic().equals(NAME);
    Stream stream = world.stream(v4Only ? NAME + truth.traffic() : NAME, tenant.id());
    QuicEnds ends =
        new QuicEnds(
            stream,
            truth,
            "",
            QuicHabits.EYEBALL,
            Hellos.to("cdn.example"),
            races.of(setting, tenant));
    Arrivals.start(
        world,
        stream,
        timeNs -> inPps.applyAsDouble(timeNs) / MEAN_INBOUND,
        setting.endNs(),
        () -> fetch(setting, tenant, ends, clients, v4Only));
  }

  private static void fetch(
      Setting setting, Tenant tenant, QuicEnds ends, List<Address> clients, boolean v4Only) {
    RandomStream random = ends.random();
    boolean six = !v4Only && tenant.hasV6() && random.unit() * 100 < tenant.v6Share();
    Pool servers = setting.plan().pool(six ? "CDN-6" : "CDN");
    Address nat = clients.get(random.below(clients.size()));
    // With IPv6 nobody translates: a host of its own, from one of many networks.
    Address client =
        six ? Address.v6(tenant.v6().high() | random.between(16, 4_095), random.next()) : nat;
    int port = random.between(1_024, 65_535);
    DatagramPath path = new DatagramPath(random, servers.any(random), HTTPS, client, port, 64);
    long rttNs = Distance.anyNs(random, CDN_RTT_NS);
    QuicConnection.begin(setting.world(), ends, path, rttNs);
  }
}
