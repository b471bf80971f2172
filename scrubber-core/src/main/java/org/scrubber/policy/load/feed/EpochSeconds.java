package org.scrubber.policy.load.feed;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads times from bytes into unsigned seconds since the epoch: a date (its beginning in UTC), a
 * date and a time with its zone, or without one in UTC, or the seconds themselves.
 */
final class EpochSeconds {
  /** What a time looks like, for messages. */
  static final String EXPECTED =
      "a date, a time or seconds since 1970, for example 2026-12-01, 2026-12-01T10:00:00Z or"
          + " 1796119200";

  /** It is none. */
  static final long NONE = -1;

  private static final long MOST = 0xffff_fffeL;
  private static final int MOST_DIGITS = 10;

  private byte[] text;
  private int at;
  private int end;

  /** Returns the seconds, rounded up, from 0 to 2^32 - 2; {@link #NONE} when it is no time. */
  long parse(byte[] bytes, int from, int to) {
    text = bytes;
    at = from;
    end = to;
    boolean dated = to - from > 4 && bytes[from + 4] == '-';
    long seconds = dated ? dated() : number(1, MOST_DIGITS);
    return at == end && seconds >= 0 && seconds <= MOST ? seconds : NONE;
  }

  private long dated() {
    long year = number(4, 4);
    long month = skip('-') ? number(2, 2) : NONE;
    long day = skip('-') ? number(2, 2) : NONE;
    if (year < 0 || month < 0 || day < 0) {
      return NONE;
    }
    long days;
    try {
      days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
    } catch (DateTimeException e) {
      return NONE;
    }
    if (at == end) {
      return days * 86_400;
    }
    long ofDay = skip('T') || skip(' ') ? ofDay() : NONE;
    long zone = ofDay < 0 ? 0 : zone();
    return ofDay < 0 || zone == Long.MIN_VALUE ? NONE : days * 86_400 + ofDay - zone;
  }

  private long ofDay() {
    long hours = number(2, 2);
    long minutes = skip(':') ? number(2, 2) : NONE;
    long seconds = 0;
    if (skip(':')) {
      seconds = number(2, 2);
      if (skip('.')) {
        int digits = at;
        boolean more = number(1, 9) > 0;
        if (at == digits) {
          return NONE;
        }
        seconds += more && seconds >= 0 ? 1 : 0;
      }
    }
    boolean sound = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0;
    return sound && seconds <= 60 ? hours * 3_600 + minutes * 60 + seconds : NONE;
  }

  /** Returns the zone's distance from UTC in seconds, or the smallest number when it is none. */
  private long zone() {
    if (at == end || skip('Z')) {
      return 0;
    }
    boolean east = skip('+');
    if (!east && !skip('-')) {
      return Long.MIN_VALUE;
    }
    long hours = number(2, 2);
    skip(':');
    long minutes = number(2, 2);
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Long.MIN_VALUE;
    }
    long seconds = hours * 3_600 + minutes * 60;
    return east ? seconds : -seconds;
  }

  private boolean skip(char c) {
    boolean found = at < end && text[at] == c;
    at += found ? 1 : 0;
    return found;
  }

  /** Returns a number of so many digits, or -1 when fewer are there. */
  private long number(int least, int most) {
    long value = 0;
    int digits = 0;
    while (digits < most && at < end && text[at] >= '0' && text[at] <= '9') {
      value = value * 10 + text[at++] - '0';
      digits++;
    }
    return digits < least ? NONE : value;
  }
}
