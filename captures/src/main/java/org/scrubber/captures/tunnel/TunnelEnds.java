package org.scrubber.captures.tunnel;

import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;

/**
 * What a tenant's tunnels share.
 *
 * @param stream of their events and random numbers
 * @param truth of packets of a busy tunnel
 * @param hard of packets of one that has been idle for more than a minute, and of its set-up
 * @param group of their attempts
 */
public record TunnelEnds(Stream stream, Truth truth, Truth hard, String group) {
  /** Returns those of a tenant's class VPN. */
  public static TunnelEnds of(Stream stream, int tenant, String group) {
    return new TunnelEnds(
        stream, Truth.legit(tenant, Vpn.NAME), Truth.hard(tenant, Vpn.NAME), group);
  }
}
