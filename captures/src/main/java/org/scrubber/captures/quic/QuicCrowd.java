package org.scrubber.captures.quic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.World;

/** Many visitors at once over HTTP/3, at a server that is slow, and checks addresses by Retry. */
public final class QuicCrowd {
  /**
   * The extra that lets one come from few addresses of a mobile network: {@code tenant, host,
   * addresses, per-second} (of one address, in the largest profile), {@code at, hold}, the times in
   * seconds after the warm-up.
   */
  public static final String EXTRA = "quic-rush";

  private static final String NAME = "QUIC_CROWD";
  private static final int SLOWEST_MS = 4_000;

  private QuicCrowd() {}

  /**
   * Lets a crowd come.
   *
   * @param group of its attempts
   * @param visitsPerSecond connections/s by time of the world, ns
   * @param retries whether the server answers a hello without token by a Retry
   */
  public static void install(
      Setting setting,
      Tenant tenant,
      String group,
      LongToDoubleFunction visitsPerSecond,
      boolean retries,
      Race.Maker races) {
    Visitors visitors = new Visitors(setting.plan(), tenant);
    install(
        setting,
        tenant,
        group,
        visitsPerSecond,
        retries,
        races,
        tenant.hosts("web"),
        visitors::any);
  }

  /**
   * Lets a crowd come from certain addresses, for example those that thousands share.
   *
   * @param servers IPv4 addresses inside
   * @param addresses IPv4 addresses outside, each as likely as any other
   */
  public static void installFrom(
      Setting setting,
      Tenant tenant,
      String group,
      LongToDoubleFunction visitsPerSecond,
      Race.Maker races,
      List<Address> servers,
      List<Address> addresses) {
    install(
        setting,
        tenant,
        group,
        visitsPerSecond,
        false,
        races,
        servers,
        random -> {
          Address address = addresses.get(random.below(addresses.size()));
          return new Visitors.Visitor(address, Distance.anyNs(random, 18e6));
        });
  }

  /** Installs what a scenario asks for as {@link #EXTRA}. */
  public static void install(Setting setting, LegitPlan.Extra extra, Race.Maker races) {
    Pool mobile = setting.plan().pool("CGN");
    List<Address> addresses = new ArrayList<>();
    for (int k = 0; k < (int) extra.number("addresses", 12); k++) {
      addresses.add(mobile.at(k));
    }
    double one = extra.number("per-second", 60) * setting.profile().scale();
    long fromNs = setting.startNs() + extra.nanos("at", 60);
    long toNs = fromNs + extra.nanos("hold", 120);
    installFrom(
        setting,
        setting.plan().tenant(extra.text("tenant", "T06")),
        EXTRA,
        timeNs -> timeNs >= fromNs && timeNs < toNs ? one * addresses.size() : 0,
        races,
        List.of(Address.parse(extra.text("host", "198.18.65.11"))),
        addresses);
  }

  private interface Guests {
    Visitors.Visitor next(RandomStream random);
  }

  private static void install(
      Setting setting,
      Tenant tenant,
      String group,
      LongToDoubleFunction visitsPerSecond,
      boolean retries,
      Race.Maker races,
      List<Address> servers,
      Guests guests) {
    World world = setting.world();
    Stream stream = world.stream(NAME + group, tenant.id());
    QuicHabits.Kitchen busy =
        (timeNs, random) -> random.between(1, random.chance(80) ? 300 : SLOWEST_MS) * 1_000_000L;
    QuicEnds ends =
        new QuicEnds(
            stream,
            Truth.legit(tenant.number(), WebQuic.NAME),
            group,
            QuicHabits.WEB.of(busy, retries),
            Hellos.to(tenant.name() + ".example"),
            races.of(setting, tenant));
    Arrivals.start(
        world,
        stream,
        visitsPerSecond,
        setting.endNs(),
        () -> WebQuic.visit(world, ends, tenant, servers, guests.next(stream.random())));
  }
}
