package org.scrubber.captures.tcp.service;

import java.util.List;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.tcp.Host;
import org.scrubber.captures.tcp.Stack;

/**
 * People outside who visit a service. Addresses are drawn from whole pools, so that nearly all come
 * for the first time; those of mobile networks share few addresses and have a block of ports each.
 */
public final class Visitors {
  private static final int PORTS_PER_BLOCK = 1_024;
  private static final int BLOCKS = 63;

  /** From 49152 on (RFC 6335), or with Linux from 32768 on. */
  private static final int PORTS_OF_A_HOST = 1 << 14;

  private static final double SPREAD = 0.4;

  private final List<Group> v4;
  private final List<Group> v6;
  private final int v6Percent;

  /**
   * A part of the visitors.
   *
   * @param weight how many of them, against the other groups of the family
   * @param pool where they are
   * @param roundTripMs median; the logarithm spreads by 0.4
   * @param shared whether many share each address
   */
  public record Group(int weight, Pool pool, double roundTripMs, boolean shared) {}

  /** Creates visitors of these groups; {@code v6Percent} of them use IPv6, if there are any. */
  public Visitors(List<Group> v4, List<Group> v6, double v6Percent) {
    this.v4 = List.copyOf(v4);
    this.v6 = List.copyOf(v6);
    this.v6Percent = v6.isEmpty() ? 0 : (int) v6Percent;
  }

  /** Returns the visitors that a Belgian service has. */
  public static Visitors usual(Plan plan, double v6Percent) {
    return new Visitors(
        List.of(
            new Group(45, plan.pool("BE1"), 18, false),
            new Group(30, plan.pool("BE2"), 18, false),
            new Group(15, plan.pool("CGN"), 18, true),
            new Group(8, plan.pool("EU"), 35, false),
            new Group(2, plan.pool("WORLD"), 120, false)),
        List.of(
            new Group(45, plan.pool("BE1-6"), 18, false),
            new Group(30, plan.pool("BE2-6"), 18, false),
            new Group(8, plan.pool("EU-6"), 35, false)),
        v6Percent);
  }

  /** Returns these visitors, of whom {@code percent} of all are in one of their IPv4 pools. */
  public Visitors with(Pool pool, double percent) {
    double share = Math.min(0.95, percent / Math.max(1, 100 - v6Percent));
    int others = 0;
    for (Group group : v4) {
      others += group.pool() == pool ? 0 : group.weight();
    }
    int weight = (int) Math.round(others * share / (1 - share));
    List<Group> groups =
        v4.stream()
            .map(
                group ->
                    group.pool() == pool
                        ? new Group(weight, pool, group.roundTripMs(), group.shared())
                        : group)
            .toList();
    return new Visitors(groups, v6, v6Percent);
  }

  /** Returns visitors of one pool. */
  public static Visitors of(Pool pool, double roundTripMs, boolean shared) {
    return new Visitors(List.of(new Group(1, pool, roundTripMs, shared)), List.of(), 0);
  }

  /**
   * A visitor.
   *
   * @param host where
   * @param port from which
   * @param ports how many the visitor has, in a block that begins at a multiple of it
   */
  public record Visitor(Host host, int port, int ports) {
    /** Returns the same one with another of their ports. */
    public Visitor again(RandomStream random) {
      int begin = port & -ports;
      return new Visitor(
          host, begin + (port - begin + random.between(1, ports - 1)) % ports, ports);
    }
  }

  /** Returns one of them. */
  public Visitor any(RandomStream random) {
    Group group = pick(random, random.below(100) < v6Percent ? v6 : v4);
    Address address = group.pool().any(random);
    Stack stack = Stack.any(random);
    long roundTripNs = (long) (1e6 * random.logNormal(group.roundTripMs(), SPREAD));
    int ports = group.shared() ? PORTS_PER_BLOCK : PORTS_OF_A_HOST;
    int block = group.shared() ? random.between(1, BLOCKS) : stack == Stack.LINUX5 ? 2 : 3;
    int port = ports * block + random.below(ports);
    return new Visitor(Host.outside(address, stack, roundTripNs), port, ports);
  }

  private static Group pick(RandomStream random, List<Group> groups) {
    int all = 0;
    for (Group group : groups) {
      all += group.weight();
    }
    int left = random.below(all);
    for (Group group : groups) {
      left -= group.weight();
      if (left < 0) {
        return group;
      }
    }
    throw new AssertionError("weights add up");
  }
}
