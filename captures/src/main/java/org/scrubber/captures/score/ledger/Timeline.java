package org.scrubber.captures.score.ledger;

/** Packets by second of the scored time: attack and legitimate, offered and not passed. */
public final class Timeline {
  private static final long SECOND_NS = 1_000_000_000L;

  private final long startNs;
  private final long[] attack;
  private final long[] attackPassed;
  private final long[] legit;
  private final long[] legitLost;

  Timeline(Times times) {
    startNs = times.startNs();
    int seconds = (int) ((times.endNs() - startNs) / SECOND_NS) + 1;
    attack = new long[seconds];
    attackPassed = new long[seconds];
    legit = new long[seconds];
    legitLost = new long[seconds];
  }

  private int second(long timeNs) {
    return (int) ((timeNs - startNs) / SECOND_NS);
  }

  void attack(long timeNs, boolean passed) {
    int second = second(timeNs);
    attack[second]++;
    attackPassed[second] += passed ? 1 : 0;
  }

  void legit(long timeNs) {
    legit[second(timeNs)]++;
  }

  void lost(long[] timesNs) {
    for (long timeNs : timesNs) {
      legitLost[second(timeNs)]++;
    }
  }

  /** Returns how many seconds there are. */
  public int seconds() {
    return attack.length - 1;
  }

  /** Returns the attack packets of the seconds {@code from} (inclusive) to {@code to}. */
  public long attack(int from, int to) {
    return sum(attack, from, to);
  }

  /** Returns those that passed. */
  public long attackPassed(int from, int to) {
    return sum(attackPassed, from, to);
  }

  /** Returns the legitimate packets that came in. */
  public long legit(int from, int to) {
    return sum(legit, from, to);
  }

  /** Returns those from a time on, ns of the world, to a second. */
  public long legitFrom(long timeNs) {
    return sum(legit, second(timeNs), legit.length);
  }

  /** Returns the legitimate packets that were lost. */
  public long legitLost(int from, int to) {
    return sum(legitLost, from, to);
  }

  private static long sum(long[] counts, int from, int to) {
    long sum = 0;
    for (int second = from; second < to; second++) {
      sum += counts[second];
    }
    return sum;
  }
}
