package org.scrubber.cli.top;

import java.util.Locale;
import org.scrubber.cli.render.Quantity;

/** A span of time in a few characters: 40 ms, 0.4 s, 12 s, 3:05 min, 2:14 h, 12 d. */
final class Age {
  private static final double NS_PER_SECOND = 1e9;
  private static final double SHORT_SECONDS = 0.0995;
  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;
  private static final int DAY = 86_400;

  private Age() {}

  /** Returns the span as text. */
  static String of(long durationNs) {
    double seconds = durationNs / NS_PER_SECOND;
    long whole = (long) seconds;
    if (seconds < SHORT_SECONDS) {
      return Quantity.duration(durationNs);
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return "%d:%02d min".formatted(whole / MINUTE, whole % MINUTE);
    }
    if (whole < 2 * DAY) {
      return "%d:%02d h".formatted(whole / HOUR, whole % HOUR / MINUTE);
    }
    return whole / DAY + " d";
  }
}
