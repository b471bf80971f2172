package org.scrubber.captures.plan;

import java.util.List;
import java.util.Map;
import org.scrubber.policy.Prefix;

/**
 * An organisation inside.
 *
 * @param number its place in the plan, from 0
 * @param id short id, for example {@code T05}
 * @param name what a policy calls it
 * @param share percent of all legitimate packets that come in
 * @param v4 IPv4 prefixes
 * @param v6 the /48, or null when it has none
 * @param v6Share percent of its web, client and name traffic that uses IPv6
 * @param hosts addresses by role: web, mail, vpn, dns, resolver, ntp, radius, sip, ssh, dtn, perf,
 *     gre, nat, links
 * @param mix percent of its packets by class of traffic
 */
public record Tenant(
    int number,
    String id,
    String name,
    double share,
    List<Prefix> v4,
    Prefix v6,
    double v6Share,
    Map<String, List<Address>> hosts,
    Map<String, Double> mix) {

  /** Returns the addresses of a role, none when it has no such hosts. */
  public List<Address> hosts(String role) {
    return hosts.getOrDefault(role, List.of());
  }

  /** Returns the IPv6 address of a host: its number within the /48. */
  public Address v6Of(Address host) {
    return Address.v6(v6.high(), host.low() & 0xffff);
  }

  /** Tells whether the tenant has IPv6. */
  public boolean hasV6() {
    return v6 != null;
  }
}
