package org.scrubber.captures.tcp;

import java.util.function.LongToDoubleFunction;

/**
 * How connections behave, beyond what is usual. Set up first, then shared by many connections and
 * not changed any more.
 */
public final class ConnectionPlan {
  /** Extra bytes in the flags of a SYN that offers explicit congestion notification. */
  static final int ECN_BITS = 0xC0;

  private static final long LINE_GAP_NS = 120_000L;

  int reconnectPercent = 70;
  int segmentsPerAck = 2;
  boolean ecn;
  boolean multipath;
  boolean plainRetry;
  boolean simultaneous;
  int duplicateAckPercent;
  int lateAckPercent;
  LongToDoubleFunction pace;

  /** How often of 100 a client whose set-up was reset begins anew at once; 70 as browsers do. */
  public ConnectionPlan reconnecting(int percent) {
    reconnectPercent = percent;
    return this;
  }

  /** SYNs offer explicit congestion notification (RFC 3168), retransmitted ones do not. */
  public ConnectionPlan withEcn() {
    ecn = true;
    return this;
  }

  /** SYNs offer multipath TCP (RFC 8684). */
  public ConnectionPlan withMultipath() {
    multipath = true;
    return this;
  }

  /**
   * The first SYN is lost behind the scrubber, and retransmitted ones have no options but the
   * segment size.
   */
  public ConnectionPlan withPlainRetry() {
    plainRetry = true;
    return this;
  }

  /** Both ends open at the same time, so that their SYNs cross. */
  public ConnectionPlan withSimultaneousOpen() {
    simultaneous = true;
    return this;
  }

  /** Of 100 acknowledgements, so many are sent twice, and so many overtaken by the next. */
  public ConnectionPlan withUntidyAcks(int duplicatePercent, int latePercent) {
    duplicateAckPercent = duplicatePercent;
    lateAckPercent = latePercent;
    return this;
  }

  /** Data segments/s of a paced sender, by time of the world, ns. */
  public ConnectionPlan paced(LongToDoubleFunction segmentsPerSecond) {
    pace = segmentsPerSecond;
    return this;
  }

  /** Returns the time between two segments of a burst, ns. */
  long gapNs(long nowNs) {
    return pace == null ? LINE_GAP_NS : (long) (1e9 / Math.max(0.1, pace.applyAsDouble(nowNs)));
  }
}
