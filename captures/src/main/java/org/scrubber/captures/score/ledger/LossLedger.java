package org.scrubber.captures.score.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Legitimate packets: how many came in, and which were lost, by phase and tenant. One thread.
 *
 * <p>What is offered are the packets that come in; what is lost counts in both directions. A packet
 * that met a challenge is lost unless the scrubber later sends it on itself.
 */
public final class LossLedger {
  private final long[][] offered;
  private final long[][] lost;
  private final Map<Integer, List<Waiting>> challenged = new LinkedHashMap<>();
  private final Causes causes = new Causes();
  private long[] lossTimesNs = new long[64];
  private int losses;

  /** A packet that met a challenge, and why it would be lost. */
  private record Waiting(Phase phase, int tenant, long timeNs, String cause) {}

  LossLedger(int tenants) {
    offered = new long[Phase.values().length][tenants];
    lost = new long[Phase.values().length][tenants];
  }

  void offer(Phase phase, int tenant) {
    offered[phase.ordinal()][tenant]++;
  }

  void lose(Phase phase, int tenant, long timeNs, String cause) {
    lost[phase.ordinal()][tenant]++;
    if (phase == Phase.WARM_UP) {
      return;
    }
    causes.count(cause);
    if (losses == lossTimesNs.length) {
      lossTimesNs = Arrays.copyOf(lossTimesNs, losses * 2);
    }
    lossTimesNs[losses++] = timeNs;
  }

  /** A packet of the flow was challenged; without a flow, nobody can tell it was sent on. */
  void challenge(int flow, Phase phase, int tenant, long timeNs, String cause) {
    if (flow == 0) {
      lose(phase, tenant, timeNs, cause);
    } else {
      challenged
          .computeIfAbsent(flow, key -> new ArrayList<>(2))
          .add(new Waiting(phase, tenant, timeNs, cause));
    }
  }

  /** The scrubber sent the flow's challenged packet on. */
  void release(int flow) {
    challenged.remove(flow);
  }

  /** Counts what was challenged and never sent on. */
  void close() {
    challenged
        .values()
        .forEach(all -> all.forEach(w -> lose(w.phase(), w.tenant(), w.timeNs(), w.cause())));
    challenged.clear();
  }

  /** Returns the packets that came in for a tenant. */
  public long offered(Phase phase, int tenant) {
    return offered[phase.ordinal()][tenant];
  }

  /** Returns the packets that a tenant lost. */
  public long lost(Phase phase, int tenant) {
    return lost[phase.ordinal()][tenant];
  }

  /** Returns the packets that came in for all. */
  public long offered(Phase phase) {
    return Arrays.stream(offered[phase.ordinal()]).sum();
  }

  /** Returns the packets that all lost. */
  public long lost(Phase phase) {
    return Arrays.stream(lost[phase.ordinal()]).sum();
  }

  /** Returns how many were lost after a time, ns of the world. */
  public long lostAfter(long timeNs) {
    return Arrays.stream(lossTimesNs, 0, losses).filter(one -> one > timeNs).count();
  }

  /** Returns the times of all losses since the warm-up, ns of the world, in no order. */
  public long[] lossTimesNs() {
    return Arrays.copyOf(lossTimesNs, losses);
  }

  /** Returns what was lost by class and reason. */
  public Causes causes() {
    return causes;
  }
}
