package org.scrubber.captures.score.ledger;

import java.util.HashMap;
import java.util.Map;
import org.scrubber.captures.world.Truth;

/**
 * Legitimate packets since the warm-up by class of traffic, those that look odd apart: how many
 * came in, and how many were dropped. What met a challenge is not dropped. One thread.
 */
public final class ClassLedger {
  private static final Counts NONE = new Counts();

  private final Map<String, Counts> plain = new HashMap<>();
  private final Map<String, Counts> odd = new HashMap<>();

  /** The packets of a class. */
  public static final class Counts {
    private long offered;
    private long lost;

    /** Returns how many came in. */
    public long offered() {
      return offered;
    }

    /** Returns how many were dropped. */
    public long lost() {
      return lost;
    }
  }

  void count(Truth truth, boolean inbound, boolean dropped) {
    Map<String, Counts> counts = truth.kind() == Truth.Kind.LEGIT_HARD ? odd : plain;
    Counts one = counts.computeIfAbsent(truth.traffic(), name -> new Counts());
    one.offered += inbound ? 1 : 0;
    one.lost += dropped ? 1 : 0;
  }

  /** Returns the packets of a class that look like any. */
  public Counts plain(String traffic) {
    return plain.getOrDefault(traffic, NONE);
  }

  /** Returns the packets of a class that look odd. */
  public Counts odd(String traffic) {
    return odd.getOrDefault(traffic, NONE);
  }
}
