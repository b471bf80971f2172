package org.scrubber.captures.extra;

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
 * People of one tenant who use a server of another. The operator's routers outside bring the two
 * together, so each packet goes out of one tenant and comes in to the other: the scrubber meets it
 * twice, where it sees both directions.
 */
public final class TenantToTenant {
  /**
   * The extra that installs it: {@code from} an address of one tenant {@code to} the web server of
   * another (an id), {@code per-second} visits at full size.
   */
  public static final String EXTRA = "tenant-to-tenant";

  private static final long ROUND_TRIP_NS = 5_000_000L;
  private static final String CLASS = "NEIGHBOUR_WEB";

  private TenantToTenant() {}

  /** Installs it. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    Address address = Address.parse(extra.text("from", "198.18.32.1"));
    Tenant own = setting.plan().tenantOf(address);
    Tenant other = setting.plan().tenant(extra.text("to", "T06"));
    double rate = extra.number("per-second", 20) * setting.profile().scale();
    Stream stream = setting.world().stream(EXTRA, own.id() + other.id());
    Traffic traffic =
        Traffic.of(setting.world(), stream, Truth.legit(other.number(), CLASS))
            .around(Truth.legit(own.number(), CLASS));
    ConnectionPlan plan = new ConnectionPlan();
    Arrivals.start(
        setting.world(),
        stream,
        timeNs -> rate,
        setting.endNs(),
        () -> {
          RandomStream random = stream.random();
          Host host = Host.outside(address, Stack.any(random), ROUND_TRIP_NS);
          Visitors.Visitor one = new Visitors.Visitor(host, random.between(49_152, 65_535), 16_384);
          WebTcp.visit(traffic, plan, one, other, WebPages.Manners.USUAL);
        });
  }
}
