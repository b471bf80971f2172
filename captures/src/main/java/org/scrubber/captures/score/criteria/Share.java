package org.scrubber.captures.score.criteria;

import java.util.Locale;

/**
 * A part of a whole, held against the part that may be missing or lost. Of n packets, a limit of r
 * allows the whole number of them that is in r times n.
 *
 * @param part how many
 * @param of of how many
 */
record Share(long part, long of) {
  private static final double ROUNDING = 1e-9;

  /** Tells whether the part is no more than so much of the whole. */
  boolean isAtMost(double limit) {
    return part <= Math.floor(limit * of + ROUNDING);
  }

  /** Tells whether what is not the part is no more than 1 less the limit. */
  boolean isAtLeast(double limit) {
    return of - part <= Math.floor((1 - limit) * of + ROUNDING);
  }

  /** Returns the share, and the numbers that it is made of. */
  String text() {
    double share = of == 0 ? 0 : (double) part / of;
    return String.format(Locale.ROOT, "%s (%,d of %,d)", number(share), part, of);
  }

  /** Returns a number with at most 4 digits that say something. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    if (Math.abs(value) < 0.001) {
      return String.format(Locale.ROOT, "%.1e", value).replace(".0e", "e").replace("e-0", "e-");
    }
    // Rounded down: 0.99996 is not 1.
    double down = Math.floor(value * 1e5) / 1e5;
    return String.format(Locale.ROOT, "%.5f", down).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
