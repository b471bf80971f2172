package org.scrubber.captures.service;

import java.util.List;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.service.RadSec;

/** The class RADIUS: four proxies of the research networks bring logins to a tenant's server. */
public final class Logins {
  /** Name of the class. */
  public static final String CLASS = "RADIUS";

  private static final int PROXIES = 4;

  /** Share of the class that comes over TLS, in connections that stand. */
  private static final double OVER_TLS = 0.1;

  /** A proxy keeps one port, as its requests are told apart by their numbers. */
  private static final int FIRST_PORT = 47_100;

  private Logins() {}

  /** Installs the class for a tenant that has RADIUS servers. */
  public static void install(Setting setting, Tenant tenant) {
    List<Address> servers = tenant.hosts("radius");
    if (servers.isEmpty()) {
      return;
    }
    RadSec.install(setting, tenant, OVER_TLS * setting.legitPps(tenant, CLASS, 0));
    Sender sender = Sender.of(setting, CLASS, tenant);
    RandomStream random = sender.random();
    Pool proxies = setting.plan().pool("NREN");
    Arrivals.start(
        setting.world(),
        sender.stream(),
        timeNs -> (1 - OVER_TLS) * setting.legitPps(tenant, CLASS, timeNs) / Login.packets(),
        setting.endNs(),
        () -> {
          int k = random.below(PROXIES);
          Address server = servers.get(random.below(servers.size()));
          new Login(sender, proxies.at(k), FIRST_PORT + k, server).begin();
        });
  }
}
