package org.scrubber.captures.bench;

import java.util.Arrays;

/** What rounds took, of which percentiles are told. One thread at a time. */
final class Rounds {
  private double[] ns = new double[256];
  private int count;
  private long packets;
  private long tookNs;
  private long allAllocated;
  private long allPackets;

  /** Adds a part; parts become a round when they have enough packets. */
  void add(long partPackets, long partNs, long allocatedBytes) {
    packets += partPackets;
    tookNs += partNs;
    allPackets += partPackets;
    allAllocated += allocatedBytes;
    if (packets >= Setting.ROUND_PACKETS) {
      if (count == ns.length) {
        ns = Arrays.copyOf(ns, 2 * count);
      }
      ns[count++] = (double) tookNs / packets;
      packets = 0;
      tookNs = 0;
    }
  }

  /** Adds those of another thread that has ended. */
  void add(Rounds other) {
    for (int k = 0; k < other.count; k++) {
      add(Setting.ROUND_PACKETS, Math.round(other.ns[k] * Setting.ROUND_PACKETS), 0);
    }
    allAllocated += other.allAllocated;
  }

  /** Returns how many whole rounds there are. */
  int count() {
    return count;
  }

  /** Returns what a packet took, ns, in the round below which {@code percent} of them are. */
  double percentileNs(int percent) {
    double[] sorted = Arrays.copyOf(ns, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, count * percent / 100)];
  }

  /** Returns bytes allocated a packet. */
  double allocatedBytes() {
    return (double) allAllocated / allPackets;
  }
}
