package org.scrubber.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 B",
        "999 | 999 B",
        "1000 | 1.0 kB",
        "999949 | 999.9 kB",
        "999950 | 1.0 MB",
        "612400000 | 612.4 MB",
        "9223372036854775807 | 9.2 EB"
      })
  void shouldScaleBytesByThousands(long bytes, String expected) {
    assertEquals(expected, Quantity.bytes(bytes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 s",
        "1 | 1 µs",
        "412000 | 412 µs",
        "42000000 | 42 ms",
        "310000000 | 0.31 s",
        "994000000 | 0.99 s",
        "995000000 | 1.0 s",
        "9940000000 | 9.9 s",
        "9960000000 | 10 s",
        "455000000000 | 455 s",
        "10020000000000 | 2 h 47 min",
        "276000000000000 | 3 d 5 h"
      })
  void shouldNameSpansOfTimeInTheirNaturalUnit(long durationNs, String expected) {
    assertEquals(expected, Quantity.duration(durationNs));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "0 | 0 | ''",
        "0 | 10 | 0.00 %",
        "10 | 10 | 100.00 %",
        "1 | 1000000 | <0.01 %",
        "999999 | 1000000 | >99.99 %",
        "214902 | 1204331 | 17.84 %"
      })
  void shouldNeverRoundAShareToNothingOrAll(long part, long whole, String expected) {
    assertEquals(expected, Quantity.share(part, whole));
  }

  @Test
  void shouldWriteTimesInUtcWithNanoseconds() {
    long timeNs = 1_795_345_325_000_000_412L;
    assertEquals("2026-11-22T11:02:05.000000412Z", Quantity.iso(timeNs));
    assertEquals("2026-11-22", Quantity.date(timeNs));
    assertEquals("11:02:05", Quantity.time(timeNs));
  }

  @Test
  void shouldCountOneThingInTheSingular() {
    assertEquals("1 packet", Quantity.counted(1, "packet"));
    assertEquals("1,204,331 packets", Quantity.counted(1_204_331, "packet"));
  }

  @Test
  void shouldSubtractMomentsAsTheyAreShown() {
    assertEquals("24 ms", Quantity.span(1_000_999_999L, 1_024_100_000L));
    assertEquals("400 µs", Quantity.span(1_000_100_000L, 1_000_500_000L));
    assertEquals("0 s", Quantity.span(5, 3));
  }
}
