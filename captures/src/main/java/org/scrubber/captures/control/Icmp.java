package org.scrubber.captures.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;

/**
 * The class ICMP: echo requests from outside, and errors about packets that the tenant really sent.
 *
 * <p>Of 100 messages 60 are echo requests, 20 say that a probe's time was exceeded, 10 that a port
 * is closed, and 10 that a packet was too large. Beside each of the last two packets come in that
 * are no ICMP, and count for the class, too.
 */
public final class Icmp {
  /** Name of the class. */
  public static final String CLASS = "ICMP";

  private static final double ECHO = 60;
  private static final double TRACE = 30;
  private static final double TOO_BIG = 10;
  private static final double ALL = ECHO + TRACE + TOO_BIG * PathMtu.PACKETS_IN;

  private final Plan plan;
  private final Tenant tenant;
  private final Sender sender;
  private final List<Address> hosts = new ArrayList<>();

  private Icmp(Setting setting, Tenant tenant) {
    plan = setting.plan();
    this.tenant = tenant;
    sender = Sender.of(setting, CLASS, tenant);
    for (Map.Entry<String, List<Address>> role : tenant.hosts().entrySet()) {
      if (!role.getKey().equals("links")) {
        hosts.addAll(role.getValue());
      }
    }
  }

  /** Installs the class for a tenant. */
  public static void install(Setting setting, Tenant tenant) {
    Icmp icmp = new Icmp(setting, tenant);
    icmp.start(setting, ECHO / ALL / Ping.REQUESTS, icmp::ping);
    icmp.start(setting, TRACE / ALL / Traceroute.PROBES, icmp::trace);
    icmp.start(setting, TOO_BIG / ALL, icmp::discover);
  }

  private void start(Setting setting, double perPacket, Runnable begin) {
    Arrivals.start(
        setting.world(),
        sender.stream(),
        timeNs -> setting.legitPps(tenant, CLASS, timeNs) * perPacket,
        setting.endNs(),
        begin);
  }

  private Address host() {
    return hosts.get(sender.random().below(hosts.size()));
  }

  private Address outside() {
    RandomStream random = sender.random();
    int percent = random.below(100);
    String pool = percent < 45 ? "BE1" : percent < 75 ? "BE2" : percent < 90 ? "EU" : "WORLD";
    return plan.pool(pool).any(random);
  }

  private void ping() {
    new Ping(sender, outside(), host()).begin();
  }

  private void trace() {
    Pool routers = plan.pool("EU");
    RandomStream random = sender.random();
    new Traceroute(sender, host(), outside(), routers.any(random), routers.any(random)).begin();
  }

  private void discover() {
    RandomStream random = sender.random();
    Address host = host();
    if (tenant.hasV6() && random.chance(50)) {
      Address peer = plan.pool("EU-6").any(random);
      Address router = plan.pool("BE1-6").any(random);
      new PathMtu(sender, tenant.v6Of(host), peer, router).begin();
      return;
    }
    new PathMtu(sender, host, outside(), plan.pool("EU").any(random)).begin();
  }
}
