package org.scrubber.captures.score.ledger;

/** The highest rate of a stream of packets over a second, by steps of 100 ms. One thread. */
public final class Peak {
  private static final long STEP_NS = 100_000_000L;
  private static final int STEPS = 10;

  private final long[] packets = new long[STEPS];
  private final long[] bytes = new long[STEPS];
  private long step;
  private long packetsInSecond;
  private long bytesInSecond;
  private long peakPps;
  private long peakBytes;

  void count(long timeNs, int lengthBytes) {
    for (long now = timeNs / STEP_NS; step < now; ) {
      if (now - step > STEPS) {
        step = now - STEPS;
      }
      step++;
      int slot = (int) (step % STEPS);
      packetsInSecond -= packets[slot];
      bytesInSecond -= bytes[slot];
      packets[slot] = 0;
      bytes[slot] = 0;
    }
    int slot = (int) (step % STEPS);
    packets[slot]++;
    bytes[slot] += lengthBytes;
    peakPps = Math.max(peakPps, ++packetsInSecond);
    bytesInSecond += lengthBytes;
    peakBytes = Math.max(peakBytes, bytesInSecond);
  }

  /** Returns the most packets in a second. */
  public long pps() {
    return peakPps;
  }

  /** Returns the most bits in a second. */
  public long bps() {
    return peakBytes * 8;
  }
}
