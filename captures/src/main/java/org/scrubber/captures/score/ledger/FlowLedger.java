package org.scrubber.captures.score.ledger;

import org.agrona.collections.IntHashSet;

/**
 * Whether flows survive: those that ran when the attack began, and of a benign scenario those that
 * began later, too. Memory is bounded by the number of living flows. One thread.
 */
public final class FlowLedger {
  private final Times times;
  private final boolean benign;
  private final IntHashSet living = new IntHashSet(1 << 12);
  private final Causes deaths = new Causes();
  private IntHashSet before;
  private long later;
  private long died;

  FlowLedger(Times times, boolean benign) {
    this.times = times;
    this.benign = benign;
  }

  void began(long timeNs, int flow) {
    look(timeNs);
    living.add(flow);
    later += benign && before != null ? 1 : 0;
  }

  void ended(long timeNs, int flow) {
    look(timeNs);
    living.remove(flow);
  }

  void died(long timeNs, int flow, String cause) {
    look(timeNs);
    boolean concerned = before != null && (benign ? living : before).contains(flow);
    if (living.remove(flow) && concerned) {
      died++;
      deaths.count(cause);
    }
  }

  /** Notes which flows live when the attack begins. */
  void look(long timeNs) {
    if (before == null && timeNs >= times.attackNs()) {
      before = new IntHashSet(Math.max(16, living.size() * 2));
      before.addAll(living);
    }
  }

  /** Returns how many flows there were to survive. */
  public long established() {
    return (before == null ? 0 : before.size()) + later;
  }

  /** Returns how many of them died. */
  public long died() {
    return died;
  }

  /** Returns what they died of. */
  public Causes deaths() {
    return deaths;
  }
}
