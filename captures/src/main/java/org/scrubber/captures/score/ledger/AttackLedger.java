package org.scrubber.captures.score.ledger;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.world.Truth;

/** Attack packets: by vector, with those that stateless rules must stop, and what passed. */
public final class AttackLedger {
  private final List<VectorLedger> vectors = new ArrayList<>();
  private final VectorLedger strays = new VectorLedger();
  private final Causes passed = new Causes();
  private long stateless;
  private long statelessPassed;
  private long lastNs = -1;

  AttackLedger(int count) {
    for (int k = 0; k < count; k++) {
      vectors.add(new VectorLedger());
    }
  }

  void count(Truth truth, long timeNs, boolean hasPassed) {
    int vector = truth.vector();
    VectorLedger ledger = vector >= 0 && vector < vectors.size() ? vectors.get(vector) : strays;
    ledger.count(timeNs, hasPassed);
    lastNs = timeNs;
    if (truth.invariant()) {
      stateless++;
      statelessPassed += hasPassed ? 1 : 0;
    }
    if (hasPassed) {
      passed.count("vector " + (vector + 1) + " × " + truth.traffic());
    }
  }

  /** Returns the ledger of each vector, by number. */
  public List<VectorLedger> vectors() {
    return vectors;
  }

  /** Returns that of attack packets that belong to no vector of the scenario's. */
  public VectorLedger strays() {
    return strays;
  }

  /** Returns how many stateless rules must stop. */
  public long stateless() {
    return stateless;
  }

  /** Returns how many of those passed. */
  public long statelessPassed() {
    return statelessPassed;
  }

  /** Returns the time of the last attack packet, ns of the world; -1 when there was none. */
  public long lastNs() {
    return lastNs;
  }

  /** Returns what passed, by vector and traffic. */
  public Causes passed() {
    return passed;
  }
}
