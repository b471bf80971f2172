package org.scrubber.captures.tcp;

import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Hops;
import org.scrubber.captures.world.World;

/**
 * A host that speaks TCP.
 *
 * @param address its address, as the other end sees it
 * @param outside whether it is outside
 * @param stack how it writes packets
 * @param ttl with which its packets reach the scrubber
 * @param turnNs from when a packet passes the scrubber until the host's reaction is there
 * @param legNs from when a packet passes the scrubber until the host has it
 * @param server its limits as a server, or null for none
 */
public record Host(
    Address address,
    boolean outside,
    Stack stack,
    int ttl,
    long turnNs,
    long legNs,
    Server server) {
  /** From the scrubber to a host inside. */
  public static final long INSIDE_LEG_NS = 1_000_000L;

  private static final int INSIDE_HOPS = 2;
  private static final long INSIDE_WORK_NS = 50_000L;

  /** Returns a host outside, at a round trip time from the scrubber, at least 1 ms. */
  public static Host outside(Address address, Stack stack, long roundTripNs) {
    long turnNs = Math.max(World.LOOKAHEAD_NS, roundTripNs);
    int ttl = Hops.ttl(stack.ttl(address), address);
    return new Host(address, true, stack, ttl, turnNs, turnNs / 2, null);
  }

  /** Returns a host inside, 1 ms away. */
  public static Host inside(Address address, Stack stack) {
    long turnNs = 2 * INSIDE_LEG_NS + INSIDE_WORK_NS;
    int ttl = stack.ttl(address) - INSIDE_HOPS;
    return new Host(address, false, stack, ttl, turnNs, INSIDE_LEG_NS, null);
  }

  /** Returns the host with the limits of a server. */
  public Host serving(Server limits) {
    return new Host(address, outside, stack, ttl, turnNs, legNs, limits);
  }

  /** Returns the host with another time to live at the scrubber, for example 255 next door. */
  public Host withTtl(int value) {
    return new Host(address, outside, stack, value, turnNs, legNs, server);
  }
}
