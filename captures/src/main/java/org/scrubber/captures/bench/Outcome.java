package org.scrubber.captures.bench;

import java.util.Arrays;
import org.scrubber.batch.Verdict;

/**
 * What became of the packets of a pass.
 *
 * @param attackPassed share of attack packets, 0 to 1; 0 when there are none
 * @param attackDropped share of attack packets
 * @param attackChallenged share of attack packets
 * @param benignLost share of the other packets that did not pass; 0 when there are none
 * @param mitigations active at the end
 */
public record Outcome(
    double attackPassed,
    double attackDropped,
    double attackChallenged,
    double benignLost,
    int mitigations) {
  private static final int VERDICTS = Verdict.values().length;

  /** Counters: a verdict's code for attack, and that plus the number of verdicts for others. */
  static final int COUNTS = 2 * VERDICTS;

  /** Makes one of counters. */
  Outcome(long[] counts, int mitigations) {
    this(
        share(counts, 0, Verdict.PASS_CODE),
        share(counts, 0, Verdict.DROP_CODE),
        share(counts, 0, Verdict.CHALLENGE_CODE),
        share(counts, VERDICTS, Verdict.DROP_CODE)
            + share(counts, VERDICTS, Verdict.CHALLENGE_CODE),
        mitigations);
  }

  private static double share(long[] counts, int from, int code) {
    long all = Arrays.stream(counts, from, from + VERDICTS).sum();
    return all == 0 ? 0 : (double) counts[from + code] / all;
  }

  /** Tells whether that is what the traffic of a kind must meet, so that the right code ran. */
  public boolean isRight(Kind kind) {
    boolean kept = benignLost <= 0.001 && (kind != Kind.BENIGN || benignLost == 0);
    return kept
        && switch (kind) {
          case BENIGN -> mitigations == 0;
          case SYN_FLOOD -> attackChallenged > 0.99;
          case UDP_FLOOD, CARPET, AMPLIFICATION -> attackDropped > 0.99;
          case ALL, IPV6_HALF -> attackPassed < 0.01;
        };
  }
}
