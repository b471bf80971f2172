package org.scrubber.table;

/** Longest-prefix match from addresses to small non-negative ints. */
public final class PrefixTable {
  /** Returned when nothing matches. */
  public static final int NONE = -1;

  /** Returns the value of the longest IPv4 prefix that holds {@code address}, or {@link #NONE}. */
  public int lookup4(int address) {
    return NONE;
  }

  /** Returns the value of the longest IPv6 prefix that holds the address, or {@link #NONE}. */
  public int lookup6(long high, long low) {
    return NONE;
  }
}
