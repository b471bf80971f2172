package org.scrubber.captures.service;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.dialogue.Sender;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.Setting;

/**
 * The class NTP: the operator's time server asks others from port 123, and clocks behind the
 * tenants' address translation from any port.
 */
public final class TimeService {
  /** Name of the class. */
  public static final String CLASS = "NTP";

  private static final int OWN_PERCENT = 60;

  private final Sender own;
  private final List<Address> clocks;
  private final Pool servers;
  private final List<Sender> others = new ArrayList<>();
  private final List<Tenant> tenants = new ArrayList<>();
  private double shares;

  private TimeService(Setting setting, Tenant tenant) {
    own = Sender.of(setting, CLASS, tenant);
    clocks = tenant.hosts("ntp");
    servers = setting.plan().pool("NTPS");
    for (Tenant other : setting.plan().tenants()) {
      if (!other.hosts("nat").isEmpty()) {
        tenants.add(other);
        others.add(own.to(other));
        shares += other.share();
      }
    }
  }

  /** Installs the class for the tenant that runs the time server. */
  public static void install(Setting setting, Tenant tenant) {
    if (tenant.hosts("ntp").isEmpty()) {
      return;
    }
    TimeService service = new TimeService(setting, tenant);
    Arrivals.start(
        setting.world(),
        service.own.stream(),
        timeNs -> setting.legitPps(tenant, CLASS, timeNs),
        setting.endNs(),
        service::begin);
  }

  private void begin() {
    RandomStream random = own.random();
    Address server = servers.any(random);
    if (random.chance(OWN_PERCENT)) {
      Address clock = clocks.get(random.below(clocks.size()));
      new TimeQuery(own, clock, TimeQuery.PORT, server).begin();
      return;
    }
    double wanted = random.unit() * shares;
    int k = 0;
    while (k < tenants.size() - 1 && (wanted -= tenants.get(k).share()) > 0) {
      k++;
    }
    List<Address> nat = tenants.get(k).hosts("nat");
    Address client = nat.get(random.below(nat.size()));
    new TimeQuery(others.get(k), client, random.between(1_024, 65_535), server).begin();
  }
}
