package org.scrubber.captures.dns;

import java.util.List;
import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.dialogue.Zipf;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.World;

/**
 * The class DNS_AUTH: resolvers all over the world ask the servers that know the tenants' names.
 *
 * <p>Tenants without such servers have theirs at the operator. A university that has its own gets
 * one of {@value #OWN_SHARE} of the operator's queries, being in the same zone.
 */
public final class Authorities {
  /** Name of the class. */
  public static final String CLASS = "DNS_AUTH";

  private static final int OWN_SHARE = 20;

  /** Group of attempts over TCP. */
  static final String OVER_TCP = "over-tcp";

  private static final int ANSWER_BYTES = 900;
  private static final int OVER_TCP_PERCENT = 2;
  private static final double MEDIAN_MS = 15;
  private static final Zipf RESOLVERS = new Zipf(512, 0.9);
  private static final Zipf NAMES = new Zipf(Names.EXISTING, 1.0);

  private final Plan plan;
  private final Sender operator;
  private final Sender university;

  private Authorities(Setting setting, Tenant tenant) {
    plan = setting.plan();
    Sender sender = Sender.of(setting, CLASS, tenant);
    operator = sender.to(plan.tenant("T12"));
    university = sender.to(plan.tenant("T05"));
  }

  /** Installs the queries for the names of a tenant. */
  public static void install(Setting setting, Tenant tenant) {
    Authorities authorities = new Authorities(setting, tenant);
    double packets = 1 + OVER_TCP_PERCENT / 100.0 * (OverTcp.PACKETS_TO_SERVER - 1);
    boolean shares = tenant.id().equals("T12");
    Arrivals.start(
        setting.world(),
        authorities.operator.stream(),
        timeNs -> setting.legitPps(tenant, CLASS, timeNs) / packets,
        setting.endNs(),
        () -> authorities.begin(shares));
  }

  private void begin(boolean shares) {
    RandomStream random = operator.random();
    boolean own = shares && random.below(OWN_SHARE) == 0;
    Sender sender = own ? university : operator;
    Tenant tenant = plan.tenants().get(sender.legit().tenant());
    boolean v6 = random.unit() * 100 < tenant.v6Share();
    Address resolver = plan.pool(v6 ? "RSLV-6" : "RSLV").at(RESOLVERS.rank(random));
    List<Address> hosts = tenant.hosts("dns");
    List<Address> servers = v6 ? hosts.stream().map(tenant::v6Of).toList() : hosts;
    byte[] name = Names.existing().get(NAMES.rank(random));
    if (random.chance(OVER_TCP_PERCENT)) {
      overTcp(sender, resolver, servers.getFirst(), name);
      return;
    }
    boolean second = servers.size() > 1 && random.chance(50);
    new Query(sender, resolver, second ? servers.reversed() : servers, name).begin();
  }

  private static void overTcp(Sender sender, Address resolver, Address server, byte[] name) {
    World world = sender.world();
    long startNs = world.nowNs();
    long roundTripNs = Distance.outsideNs(resolver, MEDIAN_MS);
    // The question comes a round trip after the connection's first packet.
    long usualNs = roundTripNs + 2 * Distance.INSIDE_NS;
    OverTcp.Question question = new OverTcp.Question(name, Message.DNSKEY, ANSWER_BYTES);
    OverTcp.query(
        sender,
        resolver,
        server,
        roundTripNs,
        question,
        answered -> {
          long tookNs = answered ? world.nowNs() - startNs : -1;
          Attempt attempt =
              new Attempt(Attempt.Kind.QUERY, sender.legit(), OVER_TCP, startNs, tookNs, usualNs);
          world.tell(witness -> witness.attempt(attempt));
        });
  }
}
