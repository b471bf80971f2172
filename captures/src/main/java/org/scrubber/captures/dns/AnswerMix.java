package org.scrubber.captures.dns;

import org.scrubber.captures.random.RandomStream;

/**
 * How large the answers are that come in, percent of lookups; what is left is small (60 to 300
 * bytes).
 *
 * @param middle 300 to 1,232 bytes
 * @param large 1,233 to 4,096 bytes, in fragments
 * @param truncated as many do not fit, and are asked for again over TCP
 * @param signed shaped by DNSSEC
 * @param fewServers share that comes from {@link #FEW} servers, beside those that are popular
 */
record AnswerMix(int middle, int large, int truncated, int signed, int fewServers) {
  /** How many servers the few are. */
  static final int FEW = 200;

  /** A normal day. */
  static final AnswerMix USUAL = new AnswerMix(22, 6, 2, 15, 0);

  /** Keys and texts of a few large zones have changed, and everybody asks for them. */
  static final AnswerMix ROLLOVER = new AnswerMix(10, 50, 10, 70, 80);

  /** Size of a truncated answer: see {@link #size}. */
  static final int TRUNCATED = 0;

  /** Largest datagram of a resolver that allows fragments, bytes of payload. */
  static final int LARGEST = 4_096;

  private static final int SMALLEST_LARGE = 1_233;
  private static final int MIDDLE = 300;
  private static final int SMALLEST = 60;

  /** Packets of a large answer: one of three has three, the others two. */
  private static final double FRAGMENTS = 2.4;

  /** Returns the bytes of an answer, or {@link #TRUNCATED}. */
  int size(RandomStream random) {
    int percent = random.below(100);
    if (percent < truncated) {
      return TRUNCATED;
    }
    if (percent < truncated + large) {
      return random.between(SMALLEST_LARGE, LARGEST);
    }
    return percent < truncated + large + middle
        ? random.between(MIDDLE, SMALLEST_LARGE - 1)
        : random.between(SMALLEST, MIDDLE);
  }

  /** Tells whether answers of this size come in fragments. */
  static boolean isLarge(int size) {
    return size >= SMALLEST_LARGE;
  }

  /**
   * Returns how many packets come in for a lookup, on average.
   *
   * @param tcpPackets of an exchange over TCP
   */
  double packets(double tcpPackets) {
    return 1 + large / 100.0 * (FRAGMENTS - 1) + truncated / 100.0 * tcpPackets;
  }
}
