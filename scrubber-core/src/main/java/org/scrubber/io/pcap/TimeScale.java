package org.scrubber.io.pcap;

/**
 * Converts the timestamps of one pcapng interface to nanoseconds since the epoch.
 *
 * <p>Immutable. Results are clamped to 0..{@link Decoder#MAX_TIMESTAMP_NS}.
 */
final class TimeScale {
  /** What an interface without if_tsresol has: microseconds. */
  static final int DEFAULT_RESOLUTION = 6;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int NANO_EXPONENT = 9;
  private static final int LARGEST_LONG_EXPONENT = 19;
  private static final int BINARY_FLAG = 0x80;

  /** Nanoseconds a unit, for powers of ten of at most 9; else 0. */
  private final long multiplier;

  /** Units a nanosecond (unsigned), for powers of ten above 9; 0 when 64 bits do not hold it. */
  private final long divisor;

  /** Exponent of a power of two, or -1. */
  private final int shift;

  private final long offsetNs;

  /**
   * Creates a scale.
   *
   * @param resolution option if_tsresol, 0..255: units a second as a negative power of 10, or of 2
   *     when the upper bit is set
   * @param offsetSeconds option if_tsoffset
   */
  TimeScale(int resolution, long offsetSeconds) {
    boolean binary = (resolution & BINARY_FLAG) != 0;
    int exponent = resolution & ~BINARY_FLAG;
    shift = binary ? exponent : -1;
    multiplier = !binary && exponent <= NANO_EXPONENT ? powerOfTen(NANO_EXPONENT - exponent) : 0;
    divisor =
        !binary && exponent > NANO_EXPONENT && exponent - NANO_EXPONENT <= LARGEST_LONG_EXPONENT
            ? powerOfTen(exponent - NANO_EXPONENT)
            : 0;
    long limitSeconds = Decoder.MAX_TIMESTAMP_NS / NS_PER_SECOND;
    offsetNs = Math.clamp(offsetSeconds, -limitSeconds, limitSeconds) * NS_PER_SECOND;
  }

  /** Returns {@code units} (unsigned 64 bits) as nanoseconds since the epoch. */
  long toNs(long units) {
    long ns;
    if (multiplier != 0) {
      ns =
          Long.compareUnsigned(units, Decoder.MAX_TIMESTAMP_NS) > 0
                  || units > Decoder.MAX_TIMESTAMP_NS / multiplier
              ? Decoder.MAX_TIMESTAMP_NS
              : units * multiplier;
    } else if (shift >= 0) {
      ns = binaryToNs(units);
    } else {
      ns = divisor == 0 ? 0 : Long.divideUnsigned(units, divisor);
    }
    ns = Long.compareUnsigned(ns, Decoder.MAX_TIMESTAMP_NS) > 0 ? Decoder.MAX_TIMESTAMP_NS : ns;
    return Math.clamp(ns + offsetNs, 0, Decoder.MAX_TIMESTAMP_NS);
  }

  /** The full product has 94 bits at most, of which the upper ones are kept. */
  private long binaryToNs(long units) {
    long high = Math.unsignedMultiplyHigh(units, NS_PER_SECOND);
    long low = units * NS_PER_SECOND;
    if (shift >= Long.SIZE) {
      return high >>> (shift - Long.SIZE) & (shift >= 2 * Long.SIZE ? 0 : -1);
    }
    if (shift == 0) {
      return high != 0 ? Decoder.MAX_TIMESTAMP_NS : low;
    }
    return high >>> shift != 0
        ? Decoder.MAX_TIMESTAMP_NS
        : high << (Long.SIZE - shift) | low >>> shift;
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
