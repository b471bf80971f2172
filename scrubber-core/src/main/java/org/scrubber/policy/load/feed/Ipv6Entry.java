package org.scrubber.policy.load.feed;

/**
 * Reads plain IPv6 from bytes, {@code ADDRESS} or {@code ADDRESS/LENGTH}, without a text or an
 * object between. What it does not read, as a wrong entry or one with an IPv4 tail, is for {@link
 * org.scrubber.policy.Prefix} to read or refuse. For one thread.
 */
final class Ipv6Entry {
  private static final int GROUPS = 8;
  private static final int GROUP_BITS = 16;
  private static final int MOST_DIGITS = 4;

  /** Upper half of the address that was read. */
  long high;

  /** Lower half. */
  long low;

  /** Length of the prefix in bits, 1 to 128. */
  int length;

  private byte[] text = {};
  private int at;
  private int end;

  /** Reads an entry; returns false when it is to be read slowly. */
  boolean parse(byte[] bytes, int from, int to) {
    text = bytes;
    at = from;
    end = to;
    return address() && length() && (high != 0 || low >>> 32 != 0xffff); // Else it is mapped IPv4.
  }

  private boolean address() {
    high = 0;
    low = 0;
    long headHigh = 0;
    long headLow = 0;
    int count = 0;
    int gap = -1;
    if (isColon(at) && isColon(at + 1)) {
      gap = 0;
      at += 2;
    }
    boolean more = at < end && text[at] != '/';
    while (more) {
      int value = group();
      if (value < 0 || count == GROUPS) {
        return false;
      }
      high = high << GROUP_BITS | low >>> (Long.SIZE - GROUP_BITS);
      low = low << GROUP_BITS | value;
      count++;
      more = isColon(at);
      if (more && isColon(++at)) {
        if (gap >= 0) {
          return false;
        }
        gap = count;
        headHigh = high;
        headLow = low;
        high = 0;
        low = 0;
        at++;
        more = at < end && text[at] != '/';
      }
    }
    if (gap > 0) {
      putBefore(headHigh, headLow, GROUP_BITS * (GROUPS - gap));
    }
    return gap < 0 ? count == GROUPS : count < GROUPS;
  }

  private boolean isColon(int place) {
    return place < end && text[place] == ':';
  }

  /** Returns the next number of one to four hexadecimal digits, or -1. */
  private int group() {
    int value = 0;
    int first = at;
    while (at < end) {
      int digit = digit(text[at]);
      if (digit < 0) {
        break;
      }
      value = value << 4 | digit;
      at++;
    }
    return at == first || at - first > MOST_DIGITS ? -1 : value;
  }

  private static int digit(byte b) {
    int decimal = b - '0';
    if (decimal >= 0 && decimal <= 9) {
      return decimal;
    }
    int letter = (b | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? 10 + letter : -1;
  }

  /** Puts the groups before the gap in front of those behind it. */
  private void putBefore(long headHigh, long headLow, int bits) {
    if (bits >= Long.SIZE) {
      high |= headLow << (bits - Long.SIZE);
    } else {
      high |= headHigh << bits | headLow >>> (Long.SIZE - bits);
      low |= headLow << bits;
    }
  }

  private boolean length() {
    length = 128;
    if (at == end) {
      return true;
    }
    int first = at + 1;
    if (text[at] != '/' || first == end || end - first > 3 || text[first] == '0') {
      return false;
    }
    length = 0;
    for (int i = first; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      length = length * 10 + digit;
    }
    return length <= 128;
  }
}
