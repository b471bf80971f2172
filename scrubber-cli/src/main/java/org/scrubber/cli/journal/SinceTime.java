package org.scrubber.cli.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as people write it: how long ago, a date (its beginning in UTC), or a date and a time,
 * with a zone or else in UTC, and with a T or a space between them, as in feeds.
 */
final class SinceTime {
  /** What a time looks like, for messages. */
  static final String EXPECTED =
      "one as 2026-11-22T11:00:00Z, \"2026-11-22 11:00:00\" or 2026-11-22, or 30s, 10m, 2h, 1d";

  private static final long SECOND_NS = 1_000_000_000L;
  private static final Pattern AGO = Pattern.compile("(\\d{1,5})([smhd])");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern ZONED = Pattern.compile(".*(Z|[+-]\\d{2}(:?\\d{2})?)");

  private SinceTime() {}

  /**
   * Returns a time in ns since the epoch.
   *
   * @param nowMs the clock, ms since the epoch
   * @throws DateTimeException when it is none
   * @throws ArithmeticException when it is too far away
   */
  static long parse(String text, long nowMs) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long unit =
          switch (ago.group(2)) {
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3_600;
            default -> 86_400;
          };
      return nowMs * 1_000_000 - Long.parseLong(ago.group(1)) * unit * SECOND_NS;
    }
    Instant time = time(text);
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND_NS), time.getNano());
  }

  private static Instant time(String text) {
    if (DATE.matcher(text).matches()) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    boolean spaced = text.length() > 10 && text.charAt(10) == ' ';
    String timed = spaced ? text.substring(0, 10) + "T" + text.substring(11) : text;
    boolean zoned = timed.length() > 10 && ZONED.matcher(timed.substring(10)).matches();
    return OffsetDateTime.parse(zoned ? timed : timed + "Z").toInstant();
  }
}
