package org.scrubber.policy.load;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.scrubber.policy.ThresholdKey;

/** Reads the rates, counts, durations, sizes and times of a policy file. */
final class Quantity {
  private static final long MAX_RATE = 1_000_000_000L;
  private static final int MAX_COUNT = 1_000;
  private static final int MAX_FACTOR = 100;
  private static final int MAX_SECONDS = 3_600;
  private static final int MIN_TABLE = 1 << 10;
  private static final int MAX_TABLE = 1 << 24;
  private static final int MAX_SYNS = 1 << 22;
  private static final int MAX_CHARS = 20;

  private Quantity() {}

  /** Returns a threshold's value in its own unit. */
  static long threshold(YamlValue value, ThresholdKey key) throws PolicyException {
    return switch (key.unit()) {
      case RATE -> rate(value);
      case COUNT -> count(value);
      case FACTOR -> factor(value);
      case DURATION -> seconds(value);
    };
  }

  /** Returns packets/s, 1..10^9. */
  static long rate(YamlValue value) throws PolicyException {
    String expected = "a number with k, M or G, for example 40k";
    long rate = scaled(value.text(expected), "kMG", 1_000);
    if (rate == -1) {
      throw value.wrong("is not a rate", expected);
    }
    return inRange(value, rate, MAX_RATE, "1 to 1G packets/s, for example 40k");
  }

  /** Returns seconds, 1..3600. */
  static long seconds(YamlValue value) throws PolicyException {
    String expected = "a number with s, m or h, for example 30s";
    String text = value.text(expected);
    String unit = text.isEmpty() ? "" : text.substring(text.length() - 1);
    long factor =
        switch (unit) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          default -> -1;
        };
    long number = factor < 0 ? -1 : scaled(text.substring(0, text.length() - 1), "", 1);
    if (number == -1) {
      throw value.wrong("is not a duration", expected);
    }
    return inRange(
        value, Math.min(number, MAX_RATE) * factor, MAX_SECONDS, "1s to 1h, for example 30s");
  }

  /** Returns the number of entries of a table: a power of two, 2^10..2^24, where k is 1,024. */
  static int tableEntries(YamlValue value) throws PolicyException {
    return entries(
        value, MAX_TABLE, "a power of two from 1k to 16M (k is 1,024), for example 512k");
  }

  /** Returns the number of entries of the SYN table, which are larger: at most 2^22. */
  static int synEntries(YamlValue value) throws PolicyException {
    return entries(value, MAX_SYNS, "a power of two from 1k to 4M (k is 1,024), for example 256k");
  }

  private static int entries(YamlValue value, int most, String expected) throws PolicyException {
    long entries = scaled(value.text(expected), "kM", 1_024);
    if (entries == -1) {
      throw value.wrong("is not a number of entries", expected);
    }
    if (entries < MIN_TABLE || entries > most) {
      throw value.wrong("is out of range", expected);
    }
    if (Long.bitCount(entries) != 1) {
      throw value.wrong("is not a power of two", expected);
    }
    return (int) entries;
  }

  /** Returns a seed: any 64-bit number, decimal or hexadecimal. */
  static long seed(YamlValue value) throws PolicyException {
    String expected = "a 64-bit number, for example 0x5eed5eed5eed5eed";
    String text = value.text(expected);
    try {
      return text.startsWith("0x")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw value.wrong("is not a seed", expected);
    }
  }

  /** Returns a time in ns since the epoch. */
  static long timeNs(YamlValue value) throws PolicyException {
    String expected = "a date or a time with its zone, for example 2026-12-01T10:00Z";
    String text = value.text(expected);
    try {
      Instant instant =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      long seconds = Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L);
      return Math.addExact(seconds, instant.getNano());
    } catch (DateTimeException | ArithmeticException e) {
      throw value.wrong("is not a time", expected);
    }
  }

  /** Returns an instant in ns since the epoch. */
  static long nowNs(Instant now) {
    return Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L) + now.getNano();
  }

  private static long count(YamlValue value) throws PolicyException {
    String expected = "a whole number, for example 4";
    long count = scaled(value.text(expected), "", 1);
    if (count == -1) {
      throw value.wrong("is not a number", expected);
    }
    return inRange(value, count, MAX_COUNT, "1 to 1000, for example 4");
  }

  private static long factor(YamlValue value) throws PolicyException {
    String expected = "a whole number from 0 to 100, for example 2";
    long factor = scaled(value.text(expected), "", 1);
    if (factor == -1) {
      throw value.wrong("is not a number", expected);
    }
    return factor == 0 ? 0 : inRange(value, factor, MAX_FACTOR, "0 to 100, for example 2");
  }

  private static long inRange(YamlValue value, long number, long most, String expected)
      throws PolicyException {
    if (number < 1 || number > most) {
      throw value.wrong("is out of range", expected);
    }
    return number;
  }

  /**
   * Returns a number, scaled by its unit: the n-th of {@code units} is {@code base} to the n.
   *
   * @return the number, a negative one as -2 (out of every range), or -1 when it is no whole number
   */
  private static long scaled(String text, String units, int base) {
    int unit = text.isEmpty() ? -1 : units.indexOf(text.charAt(text.length() - 1));
    String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
    boolean negative = digits.startsWith("-");
    digits = negative ? digits.substring(1) : digits;
    if (digits.isEmpty() || digits.length() > MAX_CHARS) {
      return -1;
    }
    int points = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      points += c == '.' ? 1 : 0;
      if ((c < '0' || c > '9') && (c != '.' || i == 0 || i == digits.length() - 1)) {
        return -1;
      }
    }
    if (points > 1) {
      return -1;
    }
    BigDecimal number = new BigDecimal(digits).multiply(BigDecimal.valueOf(base).pow(unit + 1));
    if (number.stripTrailingZeros().scale() > 0) {
      return -1;
    }
    // Clamped far beyond every range, so that a huge number is out of range, not malformed.
    return negative ? -2 : number.min(BigDecimal.valueOf(Long.MAX_VALUE / 2)).longValue();
  }
}
