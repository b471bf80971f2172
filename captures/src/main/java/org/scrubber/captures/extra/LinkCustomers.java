package org.scrubber.captures.extra;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.quic.EyeQuic;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Setting;
import org.scrubber.captures.tcp.service.EyeTcp;
import org.scrubber.captures.tcp.service.WebRace;
import org.scrubber.captures.world.Truth;

/**
 * Customers whose router hides everybody behind its own address on the operator's link, so that
 * what people fetch comes back to a link's address.
 */
public final class LinkCustomers {
  /** The extra that installs them: {@code customers}, and {@code pps} of all at full size. */
  public static final String EXTRA = "customers-behind-links";

  private static final String CLASS = "LINK_NAT";
  private static final int BLOCK = 256;

  /** Where their links lie in a block: the operator's own sessions use others. */
  private static final int[] OFFSETS = {65, 193, 97, 225};

  private static final double TCP_SHARE = 0.6;

  private LinkCustomers() {}

  /** Installs them for all tenants that have links. */
  public static void install(Setting setting, LegitPlan.Extra extra) {
    int customers = (int) extra.number("customers", 40);
    double pps = extra.number("pps", 400) * setting.profile().scale();
    for (Tenant tenant : setting.plan().tenants()) {
      List<Address> links = tenant.hosts("links");
      if (links.isEmpty()) {
        continue;
      }
      List<Address> clients = new ArrayList<>();
      int blocks = links.size() / BLOCK;
      for (int k = 0; k < customers; k++) {
        clients.add(links.get(k % blocks * BLOCK + OFFSETS[k / blocks % OFFSETS.length]));
      }
      Truth truth = Truth.hard(tenant.number(), CLASS);
      EyeTcp.install(setting, tenant, truth, clients, timeNs -> TCP_SHARE * pps);
      EyeQuic.install(
          setting, tenant, truth, clients, timeNs -> (1 - TCP_SHARE) * pps, new WebRace());
    }
  }
}
