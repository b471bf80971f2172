package org.scrubber.captures.quic;

import org.scrubber.captures.dialogue.Distance;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.RandomStream;

/** Who visits a tenant's public servers: mostly people of the country, many behind one address. */
public final class Visitors {
  private static final int[] PERCENT = {45, 30, 15, 8, 2};
  private static final String[] POOLS = {"BE1", "BE2", "CGN", "EU", "WORLD"};

  private final Pool[] v4 = new Pool[POOLS.length];
  private final Pool[] v6 = new Pool[POOLS.length];
  private final double v6Share;

  /**
   * A client outside.
   *
   * @param address its address
   * @param rttNs round trip time from the scrubber
   */
  public record Visitor(Address address, long rttNs) {}

  /** Prepares the visitors of a tenant. */
  public Visitors(Plan plan, Tenant tenant) {
    int withV6 = 0;
    for (int k = 0; k < POOLS.length; k++) {
      v4[k] = plan.pool(POOLS[k]);
      boolean both = k < 2 || k == 3;
      v6[k] = both ? plan.pool(POOLS[k] + "-6") : null;
      withV6 += both ? PERCENT[k] : 0;
    }
    v6Share = tenant.hasV6() ? tenant.v6Share() / withV6 : 0;
  }

  /** Returns a visitor; IPv6 ones in the tenant's share. */
  public Visitor any(RandomStream random) {
    int dice = random.below(100);
    int k = 0;
    while (dice >= PERCENT[k]) {
      dice -= PERCENT[k++];
    }
    boolean six = v6[k] != null && random.unit() < v6Share;
    Address address = (six ? v6[k] : v4[k]).any(random);
    double medianNs = k < 3 ? 18e6 : k == 3 ? 35e6 : 120e6;
    return new Visitor(address, Distance.anyNs(random, medianNs));
  }
}
