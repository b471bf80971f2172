package org.scrubber.captures.extra;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.scrubber.captures.legit.Extras;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.QuicCrowd;
import org.scrubber.captures.quic.WebQuic;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.service.WebRace;

/** Further QUIC traffic that a scenario may ask for by name. */
public final class QuicExtras {
  /**
   * The extra for visitors over QUIC beside those over TCP, at slow servers: {@code tenant}; as
   * many more than usual as its surge of class WEB_TCP says.
   */
  public static final String CROWD = "quic-crowd";

  /**
   * The extra for people behind few addresses of a mobile network: {@code tenant, host, addresses,
   * at, hold}, and {@code per-second} connections of one address at full size.
   */
  public static final String RUSH = "quic-rush";

  private QuicExtras() {}

  /** Adds what there is. */
  public static void addTo(Extras.Table extras) {
    extras.add(CROWD, QuicExtras::crowd, "tenant");
    extras.add(RUSH, QuicExtras::rush, "tenant", "host", "addresses", "per-second", "at", "hold");
  }

  private static void crowd(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T02"));
    LongToDoubleFunction tcpPps = timeNs -> setting.legitPps(tenant, "WEB_TCP", timeNs);
    double usualTcpPps = tcpPps.applyAsDouble(0);
    LongToDoubleFunction visitsPerSecond =
        timeNs ->
            (tcpPps.applyAsDouble(timeNs) / usualTcpPps - 1)
                * setting.legitPps(tenant, WebQuic.NAME, timeNs)
                / WebQuic.MEAN_INBOUND;
    QuicCrowd.install(setting, tenant, "crowd", visitsPerSecond, false, new WebRace());
  }

  private static void rush(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T06"));
    List<Address> servers = List.of(Address.parse(extra.text("host", "198.18.65.11")));
    Pool mobile = setting.plan().pool("CGN");
    int count = (int) extra.number("addresses", 12);
    List<Address> addresses = IntStream.range(0, count).mapToObj(mobile::at).toList();
    double rate = extra.number("per-second", 60) * count * setting.profile().scale();
    long fromNs = setting.startNs() + extra.nanos("at", 60);
    long toNs = fromNs + extra.nanos("hold", 120);
    QuicCrowd.installFrom(
        setting,
        tenant,
        RUSH,
        now -> now >= fromNs && now < toNs ? rate : 0,
        new WebRace(),
        servers,
        addresses);
  }
}
