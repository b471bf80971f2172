package org.scrubber.captures.tcp.service;

import org.scrubber.captures.random.RandomStream;

/**
 * The visitors that a service has had, so that some of them come again: to fetch the rest of what
 * they read within some minutes, or later in the day.
 *
 * <p>A browser opens several connections in a visit, and a service has more regulars than
 * strangers; so unless a scenario asks for newcomers, three of four connections come from somebody
 * who has been there before. Two of the three belong to a visit of the last five minutes, the third
 * to anybody the service remembers. One thread; keeps 8,192 connections.
 */
final class Familiars {
  /** Of 100 connections, those whose visitor comes for the first time. */
  static final int USUAL_NEWCOMERS = 25;

  private static final int REMEMBERED = 1 << 13;
  private static final long VISIT_NS = 300_000_000_000L;

  /** Nobody comes again before there are so many: else the first few would be everybody. */
  private static final int FIRST = 64;

  private final Visitors.Visitor[] visitors = new Visitors.Visitor[REMEMBERED];
  private final long[] cameNs = new long[REMEMBERED];
  private long oldestOfVisits;
  private long next;

  /**
   * Returns who comes now.
   *
   * @param newcomers of 100, how many come for the first time
   */
  Visitors.Visitor next(Visitors all, RandomStream random, long nowNs, int newcomers) {
    boolean known = next >= FIRST && !random.chance(newcomers);
    Visitors.Visitor one = known ? again(random, nowNs) : all.any(random);
    int at = (int) (next++ & REMEMBERED - 1);
    visitors[at] = one;
    cameNs[at] = nowNs;
    return one;
  }

  private Visitors.Visitor again(RandomStream random, long nowNs) {
    long first = Math.max(0, next - REMEMBERED);
    oldestOfVisits = Math.max(oldestOfVisits, first);
    while (oldestOfVisits < next - 1
        && nowNs - cameNs[(int) (oldestOfVisits & REMEMBERED - 1)] > VISIT_NS) {
      oldestOfVisits++;
    }
    long from = random.below(3) < 2 ? oldestOfVisits : first;
    long which = from + random.below((int) (next - from));
    return visitors[(int) (which & REMEMBERED - 1)].again(random);
  }
}
