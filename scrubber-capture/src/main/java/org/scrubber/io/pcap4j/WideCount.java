package org.scrubber.io.pcap4j;

/**
 * A count of 32 bits that wraps, carried on in 64. It must be read at least once in 2^32 steps. One
 * thread.
 */
final class WideCount {
  private static final long MASK = 0xffff_ffffL;

  private long total;

  /** Takes what the counter shows now; returns the count. */
  long update(long shown) {
    total += (shown - total) & MASK;
    return total;
  }
}
