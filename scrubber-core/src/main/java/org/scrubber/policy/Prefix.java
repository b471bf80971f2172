package org.scrubber.policy;

/**
 * An IPv4 or IPv6 prefix with its host bits clear.
 *
 * @param family 4 or 6
 * @param high upper 64 bits of an IPv6 address; 0 for IPv4
 * @param low lower 64 bits of an IPv6 address; the address itself, zero-extended, for IPv4
 * @param length prefix length in bits, 0..32 or 0..128
 */
public record Prefix(int family, long high, long low, int length) {
  private static final String EXPECTED =
      "; expected CIDR, for example 203.0.113.0/24 or 2001:db8::/32";

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException when the family or length is out of range or host bits are set
   */
  public Prefix {
    if ((family != 4 && family != 6) || length < 0 || length > (family == 4 ? 32 : 128)) {
      throw new IllegalArgumentException("IPv" + family + " prefix of length " + length);
    }
    if ((high & ~highMask(family, length)) != 0 || (low & ~lowMask(family, length)) != 0) {
      throw new IllegalArgumentException("prefix with host bits set");
    }
  }

  /**
   * Reads {@code ADDRESS} (one host) or {@code ADDRESS/LENGTH}; names are never looked up.
   *
   * @throws IllegalArgumentException when the text is no prefix; the message, meant to follow the
   *     quoted text, says what is wrong and what is expected
   */
  public static Prefix parse(String text) {
    Prefix prefix = around(text);
    if (!isExact(text, prefix)) {
      throw new IllegalArgumentException(
          "has host bits set; expected " + prefix + ", or " + host(text) + " for the one host");
    }
    return prefix;
  }

  /**
   * Reads as {@link #parse} does, but clears host bits where that refuses them.
   *
   * @throws IllegalArgumentException when the text is no prefix; the message is as that of {@code
   *     parse}
   */
  public static Prefix around(String text) {
    Prefix host = host(text);
    int slash = text.indexOf('/');
    if (slash < 0) {
      return host;
    }
    int length = parseLength(text.substring(slash + 1));
    if (length < 0 || length > host.length) {
      throw new IllegalArgumentException(
          "has no valid prefix length; expected 0 to "
              + host.length
              + " after the slash, for example /"
              + (host.family == 4 ? 24 : 48));
    }
    return masked(host.family, host.high, host.low, length);
  }

  /** Tells whether the text, from which {@link #around} made the prefix, has no host bits set. */
  public static boolean isExact(String text, Prefix prefix) {
    Prefix host = host(text);
    return prefix.high == host.high && prefix.low == host.low;
  }

  /** Returns the prefix of {@code length} bits that holds the address: host bits are cleared. */
  public static Prefix masked(int family, long high, long low, int length) {
    return new Prefix(
        family, high & highMask(family, length), low & lowMask(family, length), length);
  }

  /** Tells whether the address (in the form of the packet columns) lies in this prefix. */
  public boolean contains(int family, long high, long low) {
    return family == this.family
        && (high & highMask(family, length)) == this.high
        && (low & lowMask(family, length)) == this.low;
  }

  /** Returns canonical CIDR text, always with the length; IPv6 as in RFC 5952. */
  @Override
  public String toString() {
    return AddressText.format(family, high, low) + "/" + length;
  }

  private static long highMask(int family, int length) {
    if (family == 4 || length == 0) {
      return 0;
    }
    return length >= 64 ? -1L : -1L << (64 - length);
  }

  private static long lowMask(int family, int length) {
    if (family == 4) {
      return length == 0 ? 0 : 0xffff_ffffL & -1L << (32 - length);
    }
    return length <= 64 ? 0 : -1L << (128 - length);
  }

  private static Prefix host(String text) {
    int slash = text.indexOf('/');
    try {
      return AddressText.parse(slash < 0 ? text : text.substring(0, slash));
    } catch (IllegalArgumentException e) {
      if (e.getMessage().startsWith(AddressText.NOT_AN_ADDRESS)) {
        throw new IllegalArgumentException("is not a prefix" + EXPECTED, e);
      }
      throw e;
    }
  }

  private static int parseLength(String digits) {
    if (digits.isEmpty()
        || digits.length() > 3
        || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value;
  }
}
