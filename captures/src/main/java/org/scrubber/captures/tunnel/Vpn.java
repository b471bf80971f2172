package org.scrubber.captures.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.legit.TrafficClass;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.World;

/** Class {@code VPN}: tunnels between a tenant's gateways and its branches; two of five idle. */
public final class Vpn implements TrafficClass {
  /** The class's name in a mix. */
  public static final String NAME = "VPN";

  private static final double TLS_SHARE = 0.15;
  private static final int FEWEST = 5;
  private static final int MOST = 60;
  private static final double PPS_PER_TUNNEL = 4;
  private static final double MEAN_BURST = 6;
  private static final double GOLDEN_RATIO = 0.618034;

  private final Tls tls;
  private final double tlsShare;

  /** Tunnels over TCP port 443. */
  public interface Tls {
    /** Installs a tenant's tunnels of this kind, for so many packets/s that come in. */
    void install(Setting setting, Tenant tenant, double inPps);
  }

  /** Creates the class without tunnels over TCP; the others carry their part. */
  public Vpn() {
    this((setting, tenant, inPps) -> {}, 0);
  }

  /** Creates the class. */
  public Vpn(Tls tls) {
    this(tls, TLS_SHARE);
  }

  private Vpn(Tls tls, double tlsShare) {
    this.tls = tls;
    this.tlsShare = tlsShare;
  }

  @Override
  public void install(Setting setting, Tenant tenant) {
    LongToDoubleFunction wanted = timeNs -> setting.legitPps(tenant, NAME, timeNs);
    double datagrams = 1 - tlsShare;
    tls.install(setting, tenant, tlsShare * wanted.applyAsDouble(0));
    World world = setting.world();
    Stream stream = world.stream(NAME, tenant.id());
    TunnelEnds ends = TunnelEnds.of(stream, tenant.number(), "");
    double pps = datagrams * wanted.applyAsDouble(0);
    int count = Math.clamp(Math.round(pps / PPS_PER_TUNNEL), FEWEST, MOST);
    List<Tunnel> busy = new ArrayList<>();
    double[] keepPps = {0};
    for (int k = 0; k < count; k++) {
      Tunnel tunnel = tunnel(setting, tenant, ends, k);
      keepPps[0] += tunnel.keepPps();
      if (k % 5 < 3) {
        busy.add(tunnel);
      }
      world.at(stream, 0, (w, code) -> tunnel.goOn(w), 0);
    }
    // Some tunnels are far busier than others: the first of them most.
    Arrivals.start(
        world,
        stream,
        timeNs -> Math.max(0, datagrams * wanted.applyAsDouble(timeNs) - keepPps[0]) / MEAN_BURST,
        setting.endNs(),
        () -> {
          RandomStream random = stream.random();
          double dice = random.unit();
          Tunnel one = busy.get((int) (dice * dice * busy.size()));
          one.send(world, random.between(1, (int) (2 * MEAN_BURST) - 1));
        });
  }

  private static Tunnel tunnel(Setting setting, Tenant tenant, TunnelEnds ends, int k) {
    double part = k * GOLDEN_RATIO + tenant.number() * 0.37;
    TunnelKind kind = kind(part - Math.floor(part));
    List<Address> gateways = tenant.hosts("vpn");
    int place = kind == TunnelKind.WIREGUARD || kind == TunnelKind.OPENVPN ? 1 : 0;
    Address gateway = gateways.get(Math.min(place, gateways.size() - 1));
    boolean near = k % 4 != 3;
    Pool pool = setting.plan().pool(near ? "BE1" : "EU");
    Address peer = pool.at(500_000L + 1_000L * tenant.number() + k);
    RandomStream random = ends.stream().random();
    long rttNs = Distance.anyNs(random, near ? 18e6 : 35e6);
    return new Tunnel(setting.world(), ends, kind, peer, gateway, rttNs, true);
  }

  private static TunnelKind kind(double part) {
    // 35, 25, 20 and 5 of the 85 percent that do not use TCP.
    if (part < 35 / 85.0) {
      return TunnelKind.ESP;
    }
    if (part < 60 / 85.0) {
      return TunnelKind.NAT_T;
    }
    return part < 80 / 85.0 ? TunnelKind.WIREGUARD : TunnelKind.OPENVPN;
  }
}
