package org.scrubber.captures.dialogue;

/**
 * The upper half of a packet's code: which fragment of how many it is. The lower {@link #BITS} are
 * its conversation's own.
 */
public final class Parts {
  /** How many low bits of a code are free. */
  public static final int BITS = 20;

  /** Most fragments of a datagram. */
  public static final int MOST = 63;

  private static final int INDEX_BITS = 6;
  private static final int OWN = (1 << BITS) - 1;

  private Parts() {}

  /** Returns the code of part {@code index} of {@code count}, with a conversation's own bits. */
  static int code(int own, int index, int count) {
    return (count << INDEX_BITS | index) << BITS | own;
  }

  /** Returns the code of a datagram that is sent in one packet. */
  public static int single(int own) {
    return code(own, 0, 1);
  }

  /** Returns the conversation's own bits of a code. */
  public static int own(int code) {
    return code & OWN;
  }

  /** Returns the bit of a code's part, for a mask of those that have arrived. */
  public static long bit(int code) {
    return 1L << (code >>> BITS & MOST);
  }

  /** Tells whether a mask holds all the parts of the datagram that the code belongs to. */
  public static boolean isWhole(int code, long mask) {
    return Long.bitCount(mask) == code >>> BITS + INDEX_BITS;
  }
}
