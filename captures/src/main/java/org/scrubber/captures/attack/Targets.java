package org.scrubber.captures.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.random.Weights;
import org.scrubber.policy.Prefix;

/**
 * Whom a vector hits. A scenario file says it by an address, a prefix, a range {@code FIRST-LAST},
 * a list of these, or a mapping: {@code rotate} (one a pulse), {@code hosts-of} (all servers of
 * some tenants, with {@code zipf}), or {@code walk} (ever more hosts of some /24s of a prefix).
 */
final class Targets {
  private static final int HOSTS_IN_SUBNET = 254;

  private final Address[] hosts;
  private final int[] tenant;

  /** How often each is hit, or null when all are alike. */
  private final Weights weights;

  private final boolean rotates;
  private final int firstActive;

  private Targets(
      Plan plan,
      List<Address> hosts,
      double zipf,
      boolean rotates,
      int firstActive,
      int byDefault) {
    this.hosts = hosts.toArray(Address[]::new);
    this.rotates = rotates;
    this.firstActive = firstActive;
    tenant = new int[hosts.size()];
    weights = zipf > 0 ? Weights.zipf(hosts.size(), zipf) : null;
    for (int i = 0; i < tenant.length; i++) {
      Tenant owner = plan.tenantOf(hosts.get(i));
      tenant[i] = owner == null ? byDefault : owner.number();
    }
  }

  /**
   * Returns the targets that a file asks for.
   *
   * @param byDefault number of the tenant that stands for targets of none
   * @throws IllegalArgumentException when they cannot be read
   */
  static Targets of(Plan plan, Object what, int byDefault) {
    if (!(what instanceof Map<?, ?> map)) {
      return new Targets(plan, addresses(what), 0, false, 0, byDefault);
    }
    Object rotate = map.get("rotate");
    if (rotate != null) {
      return new Targets(plan, addresses(rotate), 0, true, 0, byDefault);
    }
    Object hostsOf = map.get("hosts-of");
    if (hostsOf != null) {
      double zipf = map.get("zipf") instanceof Number number ? number.doubleValue() : 0;
      return new Targets(plan, servers(plan, hostsOf), zipf, false, 0, byDefault);
    }
    if (map.get("walk") instanceof String walk) {
      int first = ((Number) map.get("first")).intValue();
      int last = ((Number) map.get("last")).intValue();
      int subnets = ((Number) map.get("subnets")).intValue();
      List<Address> path = path(Prefix.parse(walk), last, subnets);
      return new Targets(plan, path, 0, false, first, byDefault);
    }
    throw new IllegalArgumentException("to: expected rotate, hosts-of or walk, not " + map);
  }

  /** Sets the target of a shot. */
  void pick(Shot shot) {
    int i = place(shot);
    Address host = hosts[i];
    shot.isV4 = host.isV4();
    shot.targetHigh = host.high();
    shot.targetLow = host.low();
    shot.tenant = tenant[i];
  }

  /** Returns the hosts. */
  List<Address> hosts() {
    return List.of(hosts);
  }

  /** Returns the numbers of their tenants, in the same order. */
  int[] tenants() {
    return tenant.clone();
  }

  private int place(Shot shot) {
    if (hosts.length == 1) {
      return 0;
    }
    if (rotates) {
      return shot.pulse % hosts.length;
    }
    if (firstActive > 0) {
      int active = firstActive + (int) ((hosts.length - firstActive) * shot.progress);
      return shot.random.below(Math.min(active, hosts.length));
    }
    return weights == null ? shot.random.below(hosts.length) : weights.pick(shot.random);
  }

  private static List<Address> addresses(Object what) {
    List<Address> all = new ArrayList<>();
    if (what instanceof List<?> list) {
      list.forEach(one -> all.addAll(addresses(one)));
      return all;
    }
    String text = String.valueOf(what);
    int dash = text.indexOf('-');
    if (dash > 0) {
      all.addAll(Address.range(text));
    } else if (text.indexOf('/') > 0) {
      Prefix prefix = Prefix.parse(text);
      all.addAll(Address.v4(prefix.low()).andNext(1L << 32 - prefix.length()));
    } else {
      all.add(Address.parse(text));
    }
    return all;
  }

  /** All hosts with a role of their own: not the clients and not the links. */
  private static List<Address> servers(Plan plan, Object tenants) {
    List<Address> all = new ArrayList<>();
    for (Tenant tenant : plan.tenants()) {
      if (tenants.equals("all") || tenants instanceof List<?> ids && ids.contains(tenant.id())) {
        for (Map.Entry<String, List<Address>> role : tenant.hosts().entrySet()) {
          if (!role.getKey().equals("nat") && !role.getKey().equals("links")) {
            role.getValue().stream().filter(host -> !all.contains(host)).forEach(all::add);
          }
        }
      }
    }
    return all;
  }

  /** The hosts that are hit one after the other: a host of each subnet in turn. */
  private static List<Address> path(Prefix prefix, int count, int subnets) {
    long step = (1L << 32 - prefix.length()) / subnets;
    List<Address> path = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      long host = 1 + k / subnets * 97L % HOSTS_IN_SUBNET;
      path.add(Address.v4(prefix.low() + k % subnets * step + host));
    }
    return path;
  }
}
