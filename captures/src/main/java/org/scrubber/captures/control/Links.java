package org.scrubber.captures.control;

import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;

/**
 * The operator's links to his neighbours. Each is a /31 of his own: the neighbour has the even
 * address and is outside, the operator's router has the odd one.
 */
public final class Links {
  /** How many links there are at full size. */
  public static final int COUNT = 40;

  /** Odd, so that the links spread over all blocks and places. */
  private static final int STEP = 71;

  private final List<Address> addresses;

  /** Returns the links of a tenant that has any: an even number of addresses in a row. */
  public Links(Tenant tenant) {
    addresses = tenant.hosts("links");
  }

  /** Returns the router's address of link {@code k}, below {@link #COUNT}. */
  public Address inside(int k) {
    return neighbour(k).plus(1);
  }

  /** Returns the neighbour's address of link {@code k}. */
  public Address neighbour(int k) {
    return addresses.get(2 * (k * STEP % (addresses.size() / 2)));
  }
}
