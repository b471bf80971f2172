package org.scrubber.captures.bench;

/**
 * What was measured.
 *
 * @param setting what of
 * @param p5Ns CPU time of a packet, ns, in the round that is faster than 95 of 100
 * @param p25Ns the same of the round that is faster than 75 of 100
 * @param allocatedBytes bytes allocated a packet
 * @param rounds how many rounds there were
 * @param outcome what became of the packets, in a pass after the last that was timed
 * @param scaling packets in a second with all workers, by their CPU time, to those of the first one
 *     alone in the same run; 1 with one worker
 */
public record Measurement(
    Setting setting,
    double p5Ns,
    double p25Ns,
    double allocatedBytes,
    int rounds,
    Outcome outcome,
    double scaling) {

  private static final double NS_A_MICROSECOND = 1_000;

  /** Returns millions of packets in a second that one core judges, by {@link #p25Ns}. */
  public double mpps() {
    return NS_A_MICROSECOND / p25Ns;
  }
}
