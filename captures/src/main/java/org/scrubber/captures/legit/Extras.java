package org.scrubber.captures.legit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.captures.dialogue.Disorder;
import org.scrubber.captures.dns.Resolvers;
import org.scrubber.captures.extra.EndingConnections;
import org.scrubber.captures.extra.LinkCustomers;
import org.scrubber.captures.extra.Multihomed;
import org.scrubber.captures.extra.QuicSurge;
import org.scrubber.captures.extra.TenantToTenant;
import org.scrubber.captures.media.Conference;
import org.scrubber.captures.quic.QuicCrowd;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Restart;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.service.ClockWave;
import org.scrubber.captures.service.KeyExchange;
import org.scrubber.captures.tcp.service.TcpExtras;
import org.scrubber.captures.tcp.service.WebRace;
import org.scrubber.captures.tunnel.IdleTunnels;

/** Legitimate traffic that scenarios ask for by name, each with the parameters that it knows. */
public final class Extras {
  /** Of an extra that a class of traffic looks for by itself. */
  public static final ExtraTraffic BY_ITS_CLASS = (setting, extra) -> {};

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    add(Restart.EXTRA, BY_ITS_CLASS, "at", "how", "bypass");
    TcpExtras.addTo(Extras::add);
    add(Disorder.EXTRA, BY_ITS_CLASS, "out-of-order", "duplicated");
    add(KeyExchange.EXTRA, KeyExchange::install, "per-second");
    add(
        ClockWave.EXTRA,
        ClockWave::install,
        "tenant",
        "at",
        "over",
        "clients",
        "list-every",
        "vector");
    add(Resolvers.GATEWAY, Resolvers::installGateway, "tenant", "pps");
    add(Resolvers.ROLLOVER, BY_ITS_CLASS, "at", "hold");
    add(
        Conference.EXTRA,
        Conference::install,
        "tenant",
        "at",
        "participants",
        "join-s",
        "fail-over-at");
    add(
        IdleTunnels.EXTRA,
        IdleTunnels::install,
        "tenant",
        "wireguard",
        "esp",
        "wake-at",
        "roaming");
    add(
        QuicCrowd.EXTRA,
        (setting, extra) -> QuicCrowd.install(setting, extra, new WebRace()),
        "tenant",
        "host",
        "addresses",
        "per-second",
        "at",
        "hold");
    add(QuicSurge.EXTRA, QuicSurge::install, "tenant");
    add(EndingConnections.EXTRA, EndingConnections::install, "tenant", "resets", "fins");
    add(LinkCustomers.EXTRA, LinkCustomers::install, "customers", "pps");
    add(Multihomed.EXTRA, Multihomed::install, "customers", "per-second");
    add(TenantToTenant.EXTRA, TenantToTenant::install, "from", "to", "per-second");
  }

  private record Kind(ExtraTraffic traffic, Set<String> keys) {}

  /** Takes extras in. */
  public interface Table {
    /**
     * Adds one.
     *
     * @param keys parameters that it knows
     */
    void add(String name, ExtraTraffic traffic, String... keys);
  }

  private Extras() {}

  private static void add(String name, ExtraTraffic traffic, String... keys) {
    KINDS.put(name, new Kind(traffic, Set.of(keys)));
  }

  /**
   * Returns the traffic of an extra.
   *
   * @throws IllegalArgumentException when there is none of its name, or it does not know one of its
   *     parameters; the message names what there is
   */
  public static ExtraTraffic of(LegitPlan.Extra extra) {
    Kind kind = KINDS.get(extra.name());
    if (kind == null) {
      throw new IllegalArgumentException(
          "no extra " + extra.name() + "; there are " + String.join(", ", KINDS.keySet()));
    }
    for (String key : extra.values().keySet()) {
      if (!kind.keys().contains(key)) {
        throw new IllegalArgumentException(
            "the extra %s has no %s; it has %s"
                .formatted(extra.name(), key, String.join(", ", new TreeSet<>(kind.keys()))));
      }
    }
    return kind.traffic();
  }

  /**
   * Installs what a setting's scenario asks for.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  static void install(Setting setting) {
    for (LegitPlan.Extra extra : setting.scenario().legit().extras()) {
      of(extra).install(setting, extra);
    }
  }
}
