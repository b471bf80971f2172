package org.scrubber.wire;

/** IPv4 (RFC 791) and IPv6 (RFC 8200) headers: lengths, and offsets from their start. */
public final class Ip {
  /** IPv4 header without options. */
  public static final int V4_HEADER_BYTES = 20;

  /** IPv6 header without extensions. */
  public static final int V6_HEADER_BYTES = 40;

  /** IPv4: type of service. */
  public static final int V4_TOS = 1;

  /** IPv4: total length. */
  public static final int V4_LENGTH = 2;

  /** IPv4: identification. */
  public static final int V4_ID = 4;

  /** IPv4: flags and fragment offset. */
  public static final int V4_FRAGMENT = 6;

  /** IPv4: time to live; the protocol follows. */
  public static final int V4_TTL = 8;

  /** IPv4: protocol. */
  public static final int V4_PROTOCOL = 9;

  /** IPv4: header checksum. */
  public static final int V4_CHECKSUM = 10;

  /** IPv4: source address; the target's follows. */
  public static final int V4_SOURCE = 12;

  /** IPv4: target address. */
  public static final int V4_TARGET = 16;

  /** IPv6: payload length. */
  public static final int V6_LENGTH = 4;

  /** IPv6: next header. */
  public static final int V6_NEXT = 6;

  /** IPv6: hop limit. */
  public static final int V6_HOPS = 7;

  /** IPv6: source address; the target's follows. */
  public static final int V6_SOURCE = 8;

  /** IPv6: target address. */
  public static final int V6_TARGET = 24;

  /** IPv4: the bit of {@link #V4_FRAGMENT} that forbids fragmentation. */
  public static final int V4_DONT_FRAGMENT = 0x4000;

  private Ip() {}
}
