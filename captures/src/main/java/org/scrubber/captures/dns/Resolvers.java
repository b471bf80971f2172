package org.scrubber.captures.dns;

import java.util.List;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.dialogue.Zipf;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;

/** The class DNS_REC: resolvers inside look names up, and answers of every size come in. */
public final class Resolvers {
  /** Name of the class. */
  public static final String CLASS = "DNS_REC";

  /**
   * Name of the extra of a scenario for a time in which large answers prevail: {@code at} and
   * {@code hold}, seconds after the warm-up.
   */
  public static final String ROLLOVER = "dns-rollover";

  /**
   * Name of the extra for a mail gateway that resolves names by itself: {@code tenant}, and {@code
   * pps} of answers at full size.
   */
  public static final String GATEWAY = "mail-gateway-resolver";

  private static final Zipf LAW = new Zipf(Names.world().size(), 1.0);

  private final Sender sender;
  private final List<Address> resolvers;
  private final Tenant tenant;
  private final Servers servers;
  private final long rolloverFromNs;
  private final long rolloverToNs;

  private Resolvers(Setting setting, Tenant tenant, Sender sender, List<Address> resolvers) {
    this.sender = sender;
    this.tenant = tenant;
    this.resolvers = resolvers;
    servers = new Servers(setting.plan());
    double atS = -1;
    double holdS = 0;
    for (LegitPlan.Extra extra : setting.scenario().legit().extras()) {
      if (extra.name().equals(ROLLOVER)) {
        atS = extra.number("at", 60);
        holdS = extra.number("hold", 60);
      }
    }
    rolloverFromNs = setting.startNs() + (long) (atS * 1e9);
    rolloverToNs = rolloverFromNs + (long) (holdS * 1e9);
  }

  /** Installs the class for a tenant that has resolvers. */
  public static void install(Setting setting, Tenant tenant) {
    List<Address> hosts = tenant.hosts("resolver");
    if (!hosts.isEmpty()) {
      Sender sender = Sender.of(setting, CLASS, tenant);
      Resolvers resolvers = new Resolvers(setting, tenant, sender, hosts);
      Arrivals.start(
          setting.world(),
          sender.stream(),
          timeNs -> setting.legitPps(tenant, CLASS, timeNs) / resolvers.packets(timeNs),
          setting.endNs(),
          resolvers::begin);
    }
  }

  /** Installs {@link #GATEWAY}: its tenant's first mail host looks names up. */
  public static void installGateway(Setting setting, LegitPlan.Extra extra) {
    Tenant tenant = setting.plan().tenant(extra.text("tenant", "T01"));
    Sender sender = Sender.of(setting, CLASS, tenant, GATEWAY);
    List<Address> gateway = tenant.hosts("mail").subList(0, 1);
    Resolvers resolvers = new Resolvers(setting, tenant, sender, gateway);
    double pps = extra.number("pps", 100) * setting.profile().scale();
    Arrivals.start(
        setting.world(),
        sender.stream(),
        timeNs -> pps / resolvers.packets(timeNs),
        setting.endNs(),
        resolvers::begin);
  }

  private AnswerMix mix(long timeNs) {
    boolean rollover = timeNs >= rolloverFromNs && timeNs < rolloverToNs;
    return rollover ? AnswerMix.ROLLOVER : AnswerMix.USUAL;
  }

  private double packets(long timeNs) {
    return mix(timeNs).packets(OverTcp.PACKETS_TO_CLIENT);
  }

  private void begin() {
    RandomStream random = sender.random();
    Address resolver = resolvers.get(random.below(resolvers.size()));
    if (tenant.hasV6() && random.unit() * 100 < tenant.v6Share()) {
      resolver = tenant.v6Of(resolver);
    }
    byte[] name = Names.world().get(LAW.rank(random));
    new Lookup(sender, resolver, servers, name, mix(sender.world().nowNs())).begin();
  }
}
