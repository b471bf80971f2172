package org.scrubber.captures.score.ledger;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What became of the packets of one attack vector, in bins of 100 ms from its first packet. One
 * thread; grows with the length of the vector only.
 */
public final class VectorLedger {
  /** Length of a bin. */
  public static final long BIN_NS = 100_000_000L;

  private static final int PAUSE_BINS = 3;

  private int[] offered = new int[1 << 10];
  private int[] passed = new int[1 << 10];
  private boolean[] turns = new boolean[1 << 10];
  private String traffic = "";
  private long firstNs = -1;
  private long lastNs;
  private int bins;

  /**
   * Counts a packet; times never go back.
   *
   * @param traffic what it is part of; a change begins a turn
   */
  void count(long timeNs, boolean hasPassed, String traffic) {
    if (firstNs < 0) {
      firstNs = timeNs;
    }
    lastNs = timeNs;
    int bin = (int) ((timeNs - firstNs) / BIN_NS);
    if (bin >= offered.length) {
      offered = Arrays.copyOf(offered, Math.max(bin + 1, offered.length * 2));
      passed = Arrays.copyOf(passed, offered.length);
      turns = Arrays.copyOf(turns, offered.length);
    }
    if (!traffic.equals(this.traffic)) {
      this.traffic = traffic;
      turns[bin] = true;
    }
    bins = bin + 1;
    offered[bin]++;
    passed[bin] += hasPassed ? 1 : 0;
  }

  /** Tells whether there was any packet. */
  public boolean isEmpty() {
    return firstNs < 0;
  }

  /** Returns the time of the first packet, ns of the world; -1 when there was none. */
  public long firstNs() {
    return firstNs;
  }

  /** Returns the time of the last packet. */
  public long lastNs() {
    return lastNs;
  }

  /** Returns the packets from a bin on. */
  public long offeredFrom(int bin) {
    return sum(offered, bin);
  }

  /** Returns the packets from a bin on that passed. */
  public long passedFrom(int bin) {
    return sum(passed, bin);
  }

  private long sum(int[] counts, int from) {
    long sum = 0;
    for (int bin = from; bin < bins; bin++) {
      sum += counts[bin];
    }
    return sum;
  }

  /**
   * Returns the time from the first packet after which no bin passes more than {@code
   * mostPassedShare} of its packets, ns.
   */
  public long settledAfterNs(double mostPassedShare) {
    return settledAfterNs(mostPassedShare, 0, bins);
  }

  /**
   * Returns the bins in which other traffic begins than was sent before, the first one included.
   */
  public int[] turnBins() {
    return IntStream.range(0, bins).filter(bin -> turns[bin]).toArray();
  }

  /**
   * Returns the bins in which pulses begin; between two of them lie at least 300 ms without a
   * packet.
   */
  public int[] pulseBins() {
    int[] begins = new int[bins];
    int count = 0;
    int quiet = PAUSE_BINS;
    for (int bin = 0; bin < bins; bin++) {
      if (offered[bin] > 0 && quiet >= PAUSE_BINS) {
        begins[count++] = bin;
      }
      quiet = offered[bin] > 0 ? 0 : quiet + 1;
    }
    return Arrays.copyOf(begins, count);
  }

  /** As {@link #settledAfterNs(double)}, of the bins {@code from} (inclusive) to {@code to}. */
  public long settledAfterNs(double mostPassedShare, int from, int to) {
    for (int bin = Math.min(to, bins) - 1; bin >= from; bin--) {
      if (passed[bin] > Math.floor(mostPassedShare * offered[bin])) {
        return (bin + 1 - from) * BIN_NS;
      }
    }
    return 0;
  }
}
