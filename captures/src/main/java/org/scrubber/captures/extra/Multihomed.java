package org.scrubber.captures.extra;

import java.util.List;
import org.scrubber.captures.legit.Arrivals;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.ConnectionPlan;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Stack;
import org.scrubber.captures.tcp.Traffic;
import org.scrubber.captures.tcp.service.Visitors;
import org.scrubber.captures.tcp.service.WebPages;
import org.scrubber.captures.tcp.service.WebTcp;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * Customers with a second provider, whose packets sometimes leave by that one: they arrive from
 * outside with an address of the tenant's own prefix. The policy names their addresses.
 */
public final class Multihomed {
  /** The extra that installs them: {@code customers}, and {@code per-second} visits of each. */
  public static final String EXTRA = "own-prefix-from-outside";

  /** Each within the prefix of the tenant beside it. */
  private static final List<Address> CUSTOMERS =
      List.of(Address.parse("198.18.56.1"), Address.parse("198.18.30.1"));

  private static final String CLASS = "MULTIHOMED";
  private static final double ROUND_TRIP_MS = 22;

  private Multihomed() {}

  /** Returns the addresses of the customers. */
  public static List<Address> addresses() {
    return CUSTOMERS;
  }

  /** Installs them: people who visit the web servers of their own tenant. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    int customers = (int) Math.min(CUSTOMERS.size(), extra.number("customers", CUSTOMERS.size()));
    double rate = extra.number("per-second", 10) * setting.profile().scale();
    for (Address address : CUSTOMERS.subList(0, customers)) {
      Tenant tenant = setting.plan().tenantOf(address);
      Stream stream = setting.world().stream(EXTRA, tenant.id());
      Truth truth = Truth.hard(tenant.number(), CLASS);
      Traffic traffic = Traffic.of(setting.world(), stream, truth);
      ConnectionPlan plan = new ConnectionPlan();
      Arrivals.start(
          setting.world(),
          stream,
          timeNs -> rate,
          setting.endNs(),
          () -> {
            RandomStream random = stream.random();
            long roundTripNs = (long) (1e6 * random.logNormal(ROUND_TRIP_MS, 0.4));
            Host host = Host.outside(address, Stack.any(random), roundTripNs);
            Visitors.Visitor one =
                new Visitors.Visitor(host, random.between(49_152, 65_535), 16_384);
            WebTcp.visit(traffic, plan, one, tenant, WebPages.Manners.USUAL);
          });
    }
  }
}
