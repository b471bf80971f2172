package org.scrubber.policy.load.feed;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.policy.AddressText;
import org.scrubber.policy.Prefix;

/** Ranges of addresses, {@code FIRST-LAST}, as the fewest prefixes that are exactly as much. */
final class AddressRange {
  private AddressRange() {}

  /**
   * Returns the prefixes of a range.
   *
   * @throws IllegalArgumentException when the text is no range; the message, meant to follow the
   *     quoted text, says what is wrong and what is expected
   */
  static List<Prefix> parse(String text) {
    int dash = text.indexOf('-');
    Prefix first = AddressText.parse(text.substring(0, dash).strip());
    Prefix last = AddressText.parse(text.substring(dash + 1).strip());
    if (first.family() != last.family() || isBefore(last, first)) {
      throw new IllegalArgumentException(
          "is not a range; expected first-last, for example 203.0.113.7-203.0.113.21");
    }
    int width = first.length();
    List<Prefix> prefixes = new ArrayList<>();
    long high = first.high();
    long low = first.low();
    while (true) {
      int length = width;
      while (length > 0 && fits(high, low, length - 1, width, last)) {
        length--;
      }
      prefixes.add(Prefix.masked(first.family(), high, low, length));
      int hostBits = width - length;
      long endLow = low | lowOnes(hostBits);
      long endHigh = high | highOnes(hostBits);
      if (endLow == last.low() && endHigh == last.high()) {
        return prefixes;
      }
      low = endLow + 1;
      high = endHigh + (low == 0 ? 1 : 0);
    }
  }

  /** Tells whether the prefix of a length begins at the address and ends within the range. */
  private static boolean fits(long high, long low, int length, int width, Prefix last) {
    int hostBits = width - length;
    long highOnes = highOnes(hostBits);
    long lowOnes = lowOnes(hostBits);
    if ((high & highOnes) != 0 || (low & lowOnes) != 0) {
      return false;
    }
    int order = Long.compareUnsigned(high | highOnes, last.high());
    return order < 0 || (order == 0 && Long.compareUnsigned(low | lowOnes, last.low()) <= 0);
  }

  private static long lowOnes(int hostBits) {
    return hostBits == 0 ? 0 : hostBits >= 64 ? -1L : -1L >>> (64 - hostBits);
  }

  private static long highOnes(int hostBits) {
    return hostBits <= 64 ? 0 : -1L >>> (128 - hostBits);
  }

  private static boolean isBefore(Prefix a, Prefix b) {
    int order = Long.compareUnsigned(a.high(), b.high());
    return order < 0 || (order == 0 && Long.compareUnsigned(a.low(), b.low()) < 0);
  }
}
