package org.scrubber.policy;

/**
 * Reads and writes IPv4 and IPv6 addresses as text, without ever asking a name service.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; IPv6 is as in RFC 4291 section 2.2,
 * written as in RFC 5952. Addresses have the form of the packet columns: two longs, an IPv4 address
 * zero-extended in the lower one. For the cold path; thread-safe.
 */
public final class AddressText {
  /** How the message begins when a text is no address at all. */
  static final String NOT_AN_ADDRESS = "is not an address";

  private static final String EXPECTED =
      NOT_AN_ADDRESS + "; expected IPv4 or IPv6, for example 203.0.113.7 or 2001:db8::7";

  private AddressText() {}

  /**
   * Reads an address into a prefix of full length (/32 or /128).
   *
   * @throws IllegalArgumentException when the text is no address; the message says what is expected
   */
  public static Prefix parse(String text) {
    if (text.indexOf(':') < 0) {
      long address = parse4(text, 0);
      if (address < 0) {
        throw new IllegalArgumentException(EXPECTED);
      }
      return new Prefix(4, 0, address, 32);
    }
    int[] groups = parse6(text);
    if (groups == null) {
      throw new IllegalArgumentException(EXPECTED);
    }
    long high = join(groups, 0);
    long low = join(groups, 4);
    if (isMapped(high, low)) {
      throw new IllegalArgumentException(
          "is an IPv4 address mapped into IPv6, which no packet carries; expected plain IPv4: "
              + format4(low));
    }
    return new Prefix(6, high, low, 128);
  }

  /** Writes an address; IPv6 in the canonical form of RFC 5952. */
  public static String format(int family, long high, long low) {
    if (family == 4) {
      return format4(low);
    }
    if (isMapped(high, low)) {
      return "::ffff:" + format4(low);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }
    int gapStart = -1;
    int gapCount = 1; // One zero group alone is written out.
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > gapCount) {
        gapStart = i;
        gapCount = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapCount - 1;
        continue;
      }
      if (i > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static String format4(long address) {
    return (address >>> 24 & 0xff)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  private static boolean isMapped(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  private static long join(int[] groups, int first) {
    return (long) groups[first] << 48
        | (long) groups[first + 1] << 32
        | (long) groups[first + 2] << 16
        | groups[first + 3];
  }

  /** Returns the IPv4 address that fills the text from {@code offset} to its end, or -1. */
  private static long parse4(String text, int offset) {
    long address = 0;
    int position = offset;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0) {
        if (position >= text.length() || text.charAt(position) != '.') {
          return -1;
        }
        position++;
      }
      int start = position;
      int value = 0;
      while (position < text.length() && isDigit(text.charAt(position)) && position - start < 4) {
        value = value * 10 + text.charAt(position) - '0';
        position++;
      }
      int digits = position - start;
      if (digits == 0 || value > 255 || (digits > 1 && text.charAt(start) == '0')) {
        return -1;
      }
      address = address << 8 | value;
    }
    return position == text.length() ? address : -1;
  }

  /** Returns the eight groups of an IPv6 address, or null. */
  private static int[] parse6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int position = 0;
    if (text.startsWith("::")) {
      gap = 0;
      position = 2;
    }
    while (position < text.length()) {
      if (count == 8) {
        return null;
      }
      int colon = text.indexOf(':', position);
      if (colon < 0 && text.indexOf('.', position) >= 0) {
        long tail = parse4(text, position);
        if (tail < 0 || count > 6) {
          return null;
        }
        groups[count++] = (int) (tail >>> 16);
        groups[count++] = (int) tail & 0xffff;
        break;
      }
      int end = colon < 0 ? text.length() : colon;
      int value = hex(text, position, end);
      if (value < 0) {
        return null;
      }
      groups[count++] = value;
      position = end + 1;
      if (colon >= 0 && position == text.length()) {
        return null; // A single colon at the end.
      }
      if (position < text.length() && text.charAt(position) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        position++;
      }
    }
    return spread(groups, count, gap);
  }

  /** Moves the groups behind the gap to the end; null when the count does not fit. */
  private static int[] spread(int[] groups, int count, int gap) {
    if (gap < 0) {
      return count == 8 ? groups : null;
    }
    if (count == 8) {
      return null;
    }
    int[] spread = new int[8];
    System.arraycopy(groups, 0, spread, 0, gap);
    System.arraycopy(groups, gap, spread, 8 - (count - gap), count - gap);
    return spread;
  }

  private static int hex(String text, int start, int end) {
    if (end == start || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
