package org.scrubber.policy;

import java.util.function.ToLongFunction;

/** The thresholds as a policy file names them, in the order of {@link Thresholds}' components. */
public enum ThresholdKey {
  /** {@link Thresholds#synPps}. */
  SYN_PPS("syn-pps", Unit.RATE, Thresholds::synPps),
  /** {@link Thresholds#synAckPps}. */
  SYNACK_PPS("synack-pps", Unit.RATE, Thresholds::synAckPps),
  /** {@link Thresholds#ackPps}. */
  ACK_PPS("ack-pps", Unit.RATE, Thresholds::ackPps),
  /** {@link Thresholds#rstPps}. */
  RST_PPS("rst-pps", Unit.RATE, Thresholds::rstPps),
  /** {@link Thresholds#udpPps}. */
  UDP_PPS("udp-pps", Unit.RATE, Thresholds::udpPps),
  /** {@link Thresholds#udpFlowPps}. */
  UDP_FLOW_PPS("udp-flow-pps", Unit.RATE, Thresholds::udpFlowPps),
  /** {@link Thresholds#amplificationPps}. */
  AMPLIFICATION_PPS("amplification-pps", Unit.RATE, Thresholds::amplificationPps),
  /** {@link Thresholds#icmpPps}. */
  ICMP_PPS("icmp-pps", Unit.RATE, Thresholds::icmpPps),
  /** {@link Thresholds#fragmentPps}. */
  FRAGMENT_PPS("fragment-pps", Unit.RATE, Thresholds::fragmentPps),
  /** {@link Thresholds#protocolPps}. */
  PROTOCOL_PPS("protocol-pps", Unit.RATE, Thresholds::protocolPps),
  /** {@link Thresholds#carpetFactor}. */
  CARPET_FACTOR("carpet-factor", Unit.COUNT, Thresholds::carpetFactor),
  /** {@link Thresholds#minSources}. */
  MIN_SOURCES("min-sources", Unit.COUNT, Thresholds::minSources),
  /** {@link Thresholds#holdSeconds}. */
  HOLD("hold", Unit.DURATION, Thresholds::holdSeconds),
  /** {@link Thresholds#baselineMaxFactor}. */
  BASELINE_MAX_FACTOR("baseline-max-factor", Unit.FACTOR, Thresholds::baselineMaxFactor);

  /** How a threshold's value is written. */
  public enum Unit {
    /** Packets/s, with k, M or G. */
    RATE,
    /** A plain number. */
    COUNT,
    /** A plain number, where 0 switches something off. */
    FACTOR,
    /** Seconds, with s, m or h. */
    DURATION
  }

  private final String key;
  private final Unit unit;
  private final ToLongFunction<Thresholds> value;

  ThresholdKey(String key, Unit unit, ToLongFunction<Thresholds> value) {
    this.key = key;
    this.unit = unit;
    this.value = value;
  }

  /** Returns the key, for example {@code syn-pps}. */
  public String key() {
    return key;
  }

  /** Returns the threshold's value: packets/s, a plain number, or seconds. */
  public long of(Thresholds thresholds) {
    return value.applyAsLong(thresholds);
  }

  /** Returns how the threshold's value is written. */
  public Unit unit() {
    return unit;
  }

  /** Returns all thresholds' values, by ordinal. */
  public static long[] valuesOf(Thresholds thresholds) {
    long[] values = new long[values().length];
    for (ThresholdKey one : values()) {
      values[one.ordinal()] = one.of(thresholds);
    }
    return values;
  }

  /** Returns the thresholds with these values, by ordinal: the inverse of {@link #valuesOf}. */
  public static Thresholds thresholds(long[] values) {
    return new Thresholds(
        values[SYN_PPS.ordinal()],
        values[SYNACK_PPS.ordinal()],
        values[ACK_PPS.ordinal()],
        values[RST_PPS.ordinal()],
        values[UDP_PPS.ordinal()],
        values[UDP_FLOW_PPS.ordinal()],
        values[AMPLIFICATION_PPS.ordinal()],
        values[ICMP_PPS.ordinal()],
        values[FRAGMENT_PPS.ordinal()],
        values[PROTOCOL_PPS.ordinal()],
        (int) values[CARPET_FACTOR.ordinal()],
        (int) values[MIN_SOURCES.ordinal()],
        (int) values[HOLD.ordinal()],
        (int) values[BASELINE_MAX_FACTOR.ordinal()]);
  }
}
