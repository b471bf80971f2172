package org.scrubber.captures.score.ledger;

import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Truth;

/** What went past the scrubber while it was away: for how long, and how much. One thread. */
public final class OutageLedger {
  /** Between two outages lies more than that. */
  private static final long APART_NS = 1_000_000_000L;

  private long firstNs;
  private long lastNs = -APART_NS - 1;
  private long longestNs;
  private long attack;
  private long legitimate;

  OutageLedger() {}

  void count(long timeNs, Crossing crossing) {
    if (timeNs - lastNs > APART_NS) {
      firstNs = timeNs;
    }
    lastNs = timeNs;
    longestNs = Math.max(longestNs, timeNs - firstNs);
    Truth.Kind kind = crossing.truth.kind();
    attack += kind == Truth.Kind.ATTACK ? 1 : 0;
    legitimate += kind == Truth.Kind.LEGIT || kind == Truth.Kind.LEGIT_HARD ? 1 : 0;
  }

  /** Returns the longest time from the first to the last packet of an outage, ns. */
  public long longestNs() {
    return longestNs;
  }

  /** Returns how many attack packets went past. */
  public long attack() {
    return attack;
  }

  /** Returns how many legitimate packets went past, in both directions. */
  public long legitimate() {
    return legitimate;
  }
}
