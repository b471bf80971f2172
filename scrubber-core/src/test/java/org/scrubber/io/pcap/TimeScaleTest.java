package org.scrubber.io.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  private static final BigInteger LARGEST = BigInteger.valueOf(Decoder.MAX_TIMESTAMP_NS);
  private static final BigInteger NS = BigInteger.valueOf(1_000_000_000L);

  @Test
  void shouldAgreeWithExactArithmeticForEveryResolution() {
    SplittableRandom random = new SplittableRandom(7);
    for (int resolution = 0; resolution < 256; resolution++) {
      for (int i = 0; i < 200; i++) {
        long units = random.nextLong() >>> random.nextInt(64);
        long offsetSeconds = i % 2 == 0 ? 0 : random.nextLong(-5_000_000_000L, 5_000_000_000L);
        assertEquals(
            exact(units, resolution, offsetSeconds),
            new TimeScale(resolution, offsetSeconds).toNs(units),
            "resolution %d, units %s, offset %d"
                .formatted(resolution, Long.toUnsignedString(units), offsetSeconds));
      }
    }
  }

  @Test
  void shouldClampOffsetsThatNoCalendarHolds() {
    assertEquals(0, new TimeScale(6, Long.MIN_VALUE).toNs(1));
    assertTrue(new TimeScale(6, Long.MAX_VALUE).toNs(1) <= Decoder.MAX_TIMESTAMP_NS);
    assertEquals(Decoder.MAX_TIMESTAMP_NS, new TimeScale(6, Long.MAX_VALUE).toNs(Long.MAX_VALUE));
  }

  private static long exact(long units, int resolution, long offsetSeconds) {
    BigInteger value = new BigInteger(Long.toUnsignedString(units)).multiply(NS);
    int exponent = resolution & 0x7f;
    BigInteger ns =
        resolution >= 0x80
            ? value.shiftRight(exponent)
            : value.divide(BigInteger.TEN.pow(exponent));
    long limitSeconds = Decoder.MAX_TIMESTAMP_NS / 1_000_000_000L;
    long offset = Math.clamp(offsetSeconds, -limitSeconds, limitSeconds);
    BigInteger sum = ns.min(LARGEST).add(BigInteger.valueOf(offset).multiply(NS));
    return sum.max(BigInteger.ZERO).min(LARGEST).longValueExact();
  }
}
