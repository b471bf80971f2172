package org.scrubber.parse;

/** Bits of {@code PacketBatch.parseFlags}. */
public final class ParseFlags {
  /** A fragment: first or not. */
  public static final int FRAGMENT = 1;

  /** A fragment that is not the first: it has no transport header. */
  public static final int LATER_FRAGMENT = 1 << 1;

  /** More fragments follow. */
  public static final int MORE_FRAGMENTS = 1 << 2;

  /** The ports column is valid (TCP, UDP, or an echo identifier). */
  public static final int HAS_PORTS = 1 << 3;

  /** ICMP or ICMPv6 message that quotes a packet; the quote starts at payloadOffset. */
  public static final int ICMP_ERROR = 1 << 4;

  /** Neighbour discovery or listener control: never judged. */
  public static final int LINK_CONTROL = 1 << 5;

  /** The header checksum of IPv4 does not add up. */
  public static final int BAD_CHECKSUM = 1 << 6;

  /** The link type cannot be read. */
  public static final int UNREADABLE_LINK = 1 << 7;

  private ParseFlags() {}
}
