package org.scrubber.captures.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.scrubber.captures.plan.Bots;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Pool;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.random.Weights;
import org.scrubber.captures.world.LiveFlows;
import org.scrubber.policy.Prefix;

/**
 * Makes {@link Sources} of what a scenario file says: {@code POOL}, {@code POOL:count} (its first
 * members), {@code POOL:from-to}, a prefix, a list of these, or one of the names {@code RANDV4},
 * {@code RANDV4RAW}, {@code BOGONS}, {@code BOGONS6}, {@code SELF} and {@code NEIGHBOURS}.
 */
final class SourcePools {
  /** Larger pools fill their prefixes, so that any address of those will do. */
  private static final long LARGEST_LIST = 300_000;

  private static final List<String> BOGONS =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.19.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "255.255.255.255/32");
  private static final List<String> BOGONS_V6 =
      List.of("::1/128", "fe80::/10", "fc00::/7", "ff00::/8", "2001:db8:f000::/36", "3fff::/20");

  /** IPv4 addresses in the clothes of IPv6, which no packet carries. */
  private static final Prefix MAPPED = Prefix.masked(6, 0, 0xffff_0000_0000L, 96);

  private SourcePools() {}

  /**
   * Returns the sources that a file asks for.
   *
   * @param what text or list of texts
   * @param skew sigma of the log-normal weights of the members, 0 for equal weights
   * @param zipf exponent of a Zipf distribution over the members, 0 for equal weights
   * @param random draws the weights
   * @throws IllegalArgumentException when it is none of the above
   */
  static Sources of(
      Plan plan, LiveFlows live, Object what, double skew, double zipf, RandomStream random) {
    List<String> names =
        what instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of(String.valueOf(what));
    String first = names.getFirst();
    return switch (first) {
      case "RANDV4RAW" -> Sources.anywhere();
      case "RANDV4" -> Sources.anywhereRouted();
      case "BOGONS" -> new Blocks(prefixes(BOGONS), false);
      case "BOGONS6" -> new Blocks(bogonsV6(), false);
      case "SELF" -> Sources.self();
      case "NEIGHBOURS" ->
          new Neighbours(live, of(plan, live, List.of("BE1", "BE2"), 0, 0, random));
      default ->
          first.indexOf('/') > 0
              ? new Blocks(prefixes(names), true)
              : pools(plan, names, skew, zipf, random);
    };
  }

  private static Sources pools(
      Plan plan, List<String> names, double skew, double zipf, RandomStream random) {
    Pool one = plan.pool(poolOf(names.getFirst()));
    if (!one.at(0).isV4()) {
      return Sources.networks(members(plan, names));
    }
    if (one.size() > LARGEST_LIST && names.getFirst().indexOf(':') < 0) {
      return dense(plan, names);
    }
    long[] members = members(plan, names);
    if (skew == 0 && zipf == 0) {
      return Sources.members(members);
    }
    if (skew == 0) {
      return Sources.weighted(members, Weights.zipf(members.length, zipf));
    }
    double[] weights = new double[members.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.logNormal(1, skew);
    }
    return Sources.weighted(members, new Weights(weights));
  }

  /** Subscribers: so many that every address of their prefixes is one. */
  private static Sources dense(Plan plan, List<String> names) {
    List<Sources> pools = new ArrayList<>();
    for (String name : names) {
      Pool pool = plan.pool(name);
      pools.add(shot -> shot.sourceLow = pool.any(shot.random).low());
    }
    Sources[] all = pools.toArray(Sources[]::new);
    return shot -> {
      shot.sourceHigh = 0;
      all[shot.random.below(all.length)].pick(shot);
    };
  }

  /** Returns the members of pools one after the other: IPv4 addresses, or upper halves of IPv6. */
  private static long[] members(Plan plan, List<String> names) {
    return names.stream().flatMapToLong(name -> membersOf(plan, name)).toArray();
  }

  private static LongStream membersOf(Plan plan, String name) {
    Pool pool = plan.pool(poolOf(name));
    int from = 0;
    int to = (int) pool.size();
    int colon = name.indexOf(':');
    if (colon > 0) {
      String[] ends = name.substring(colon + 1).split("-", 2);
      from = ends.length == 1 ? 0 : Integer.parseInt(ends[0]);
      to = Integer.parseInt(ends[ends.length - 1]);
    }
    if (pool.name().equals("BOT257K")) {
      return LongStream.of(Bots.first(to)).skip(from);
    }
    boolean v4 = pool.at(0).isV4();
    return LongStream.range(from, to).map(i -> v4 ? pool.at(i).low() : pool.at(i).high());
  }

  private static String poolOf(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static List<Prefix> bogonsV6() {
    List<Prefix> all = new ArrayList<>(prefixes(BOGONS_V6));
    all.add(MAPPED);
    return all;
  }

  private static List<Prefix> prefixes(List<String> texts) {
    return texts.stream().map(Prefix::parse).toList();
  }
}
