package org.scrubber.cli.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.scrubber.table.DistinctCounter;

/**
 * Numbers as text for a reader: thousands separators, SI prefixes (powers of 1,000), UTC.
 *
 * <p>Independent of the machine's locale and time zone. Stateless.
 */
public final class Quantity {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO_NS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Quantity() {}

  /** Returns {@code count} with thousands separators: 1,204,331. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a count of distinct things: as it is where it is exact, 674 as "~674". */
  public static String distinct(long count) {
    return (count > DistinctCounter.EXACT ? "~" : "") + count(count);
  }

  /** Returns {@code noun} counted: "1 packet", "2 packets". */
  public static String counted(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns a size in bytes: 612.4 MB, 980 B. */
  public static String bytes(long bytes) {
    return si(bytes, "B");
  }

  /** Returns a packet rate: 24.1 kpps. */
  public static String packetRate(double packetsPerSecond) {
    return si(packetsPerSecond, "pps");
  }

  /** Returns a bit rate: 270.3 Mbit/s. */
  public static String bitRate(double bitsPerSecond) {
    return si(bitsPerSecond, "bit/s");
  }

  private static String si(double value, String unit) {
    int prefix = 0;
    double scaled = value;
    // One decimal is shown from kilo on, so that 999.95 already rounds to the next prefix.
    while (scaled >= (prefix == 0 ? 999.5 : 999.95) && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    String format = prefix == 0 ? "%.0f %s%s" : "%.1f %s%s";
    return String.format(Locale.ROOT, format, scaled, PREFIXES[prefix], unit);
  }

  /** Returns a span of time: 412 µs, 35 ms, 0.31 s, 4.2 s, 455 s, 2 h 47 min, 3 d 4 h. */
  public static String duration(long durationNs) {
    double seconds = durationNs / 1e9;
    if (durationNs == 0) {
      return "0 s";
    }
    if (seconds < 1e-3) {
      return String.format(Locale.ROOT, "%.0f µs", Math.max(1, seconds * 1e6));
    }
    if (seconds < 0.0995) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    if (seconds < 0.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 9_999.5) {
      return String.format(Locale.ROOT, "%,.0f s", seconds);
    }
    long minutes = Math.round(seconds / 60);
    if (minutes < 48 * 60) {
      return String.format(Locale.ROOT, "%d h %d min", minutes / 60, minutes % 60);
    }
    long hours = Math.round(seconds / 3600);
    return String.format(Locale.ROOT, "%,d d %d h", hours / 24, hours % 24);
  }

  /**
   * Returns how long it is from one moment to a later one, as both are shown to the millisecond: so
   * they subtract. What is shorter than that is told as it is.
   */
  public static String span(long fromNs, long toNs) {
    long ms = Math.floorDiv(toNs, NS_PER_MS) - Math.floorDiv(fromNs, NS_PER_MS);
    return duration(ms > 0 ? ms * NS_PER_MS : Math.max(0, toNs - fromNs));
  }

  /**
   * Returns {@code part} of {@code whole} in percent with two decimals; never 0.00 or 100.00 unless
   * that is exact, and empty when there is no whole.
   */
  public static String share(long part, long whole) {
    if (whole == 0) {
      return "";
    }
    double percent = 100.0 * part / whole;
    if (part > 0 && percent < 0.005) {
      return "<0.01 %";
    }
    if (part < whole && percent >= 99.995) {
      return ">99.99 %";
    }
    return String.format(Locale.ROOT, "%.2f %%", percent);
  }

  /** Returns the UTC date of a time in ns since the epoch: 2026-11-22. */
  public static String date(long timeNs) {
    return DATE.format(instant(timeNs));
  }

  /** Returns the UTC time of day of a time in ns since the epoch: 11:02:05. */
  public static String time(long timeNs) {
    return TIME.format(instant(timeNs));
  }

  /** Returns a time in ns since the epoch as ISO 8601 in UTC with nine decimals. */
  public static String iso(long timeNs) {
    return ISO_NS.format(instant(timeNs));
  }

  private static Instant instant(long timeNs) {
    return Instant.ofEpochSecond(
        Math.floorDiv(timeNs, NS_PER_SECOND), Math.floorMod(timeNs, NS_PER_SECOND));
  }
}
