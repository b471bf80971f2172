package org.scrubber.captures.control;

import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Tenant;

/**
 * The operator's links to his neighbours. Each is a /31 of his own: his router has the even address
 * and is inside, the neighbour has the odd one and is outside. The first links are the first of
 * each block of 256 addresses, further ones lie in the middle of a block.
 */
public final class Links {
  /** How many links there are at full size. */
  public static final int COUNT = 40;

  private static final int BLOCK = 256;

  private final List<Address> addresses;

  /** Returns the links of a tenant that has any, in blocks of 256 addresses. */
  public Links(Tenant tenant) {
    addresses = tenant.hosts("links");
  }

  /** Returns the router's address of link {@code k}, below {@link #COUNT}. */
  public Address inside(int k) {
    int blocks = addresses.size() / BLOCK;
    return addresses.get(k % blocks * BLOCK + k / blocks * (BLOCK / 2));
  }

  /** Returns the neighbour's address of link {@code k}. */
  public Address neighbour(int k) {
    return inside(k).plus(1);
  }
}
