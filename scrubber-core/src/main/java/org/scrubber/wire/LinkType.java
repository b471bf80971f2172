package org.scrubber.wire;

/**
 * LINKTYPE_ values of captures that the parser can read (https://www.tcpdump.org/linktypes.html).
 */
public final class LinkType {
  /** BSD loopback: 4-byte address family in the writer's byte order. */
  public static final int NULL = 0;

  /** Ethernet. */
  public static final int ETHERNET = 1;

  /** PPP, with or without HDLC-like framing. */
  public static final int PPP = 9;

  /** Raw IP, as some BSDs number it. */
  public static final int RAW_BSD = 12;

  /** Raw IP, as OpenBSD numbers it. */
  public static final int RAW_OPENBSD = 14;

  /** PPP in HDLC-like framing (RFC 1662). */
  public static final int PPP_HDLC = 50;

  /** Raw IPv4 or IPv6. */
  public static final int RAW = 101;

  /** Cisco HDLC. */
  public static final int C_HDLC = 104;

  /** OpenBSD loopback: 4-byte address family in network byte order. */
  public static final int LOOP = 108;

  /** Linux cooked capture, version 1. */
  public static final int LINUX_SLL = 113;

  /** Raw IPv4. */
  public static final int IPV4 = 228;

  /** Raw IPv6. */
  public static final int IPV6 = 229;

  /** Linux cooked capture, version 2. */
  public static final int LINUX_SLL2 = 276;

  private LinkType() {}

  /** Tells whether frames of this link type can be judged; others pass. */
  public static boolean isReadable(int linkType) {
    return switch (linkType) {
      case NULL,
          ETHERNET,
          PPP,
          RAW_BSD,
          RAW_OPENBSD,
          PPP_HDLC,
          RAW,
          C_HDLC,
          LOOP,
          LINUX_SLL,
          IPV4,
          IPV6,
          LINUX_SLL2 ->
          true;
      default -> false;
    };
  }
}
