package org.scrubber.wire;

/** ICMP (RFC 792) and ICMPv6 (RFC 4443) types that matter to a scrubber. */
public final class Icmp {
  /** IPv4 echo reply. */
  public static final int ECHO_REPLY = 0;

  /** IPv4 destination unreachable; code 4 is fragmentation needed. */
  public static final int UNREACHABLE = 3;

  /** IPv4 code of {@link #UNREACHABLE}: fragmentation needed (RFC 1191). */
  public static final int FRAGMENTATION_NEEDED = 4;

  /** IPv4 source quench. */
  public static final int SOURCE_QUENCH = 4;

  /** IPv4 redirect. */
  public static final int REDIRECT = 5;

  /** IPv4 echo request. */
  public static final int ECHO_REQUEST = 8;

  /** IPv4 time exceeded. */
  public static final int TIME_EXCEEDED = 11;

  /** IPv4 parameter problem. */
  public static final int PARAMETER_PROBLEM = 12;

  /** Highest ICMPv6 error type; 2 is packet too big. */
  public static final int V6_LAST_ERROR = 4;

  /** ICMPv6 echo request. */
  public static final int V6_ECHO_REQUEST = 128;

  /** ICMPv6 echo reply. */
  public static final int V6_ECHO_REPLY = 129;

  /** Offset of the checksum. */
  public static final int CHECKSUM = 2;

  private Icmp() {}

  /** Tells whether the message quotes a packet, by IP family (4 or 6) and ICMP type. */
  public static boolean isError(int family, int type) {
    if (family == 6) {
      return type >= 1 && type <= V6_LAST_ERROR;
    }
    return type == UNREACHABLE
        || type == TIME_EXCEEDED
        || type == PARAMETER_PROBLEM
        || type == SOURCE_QUENCH
        || type == REDIRECT;
  }

  /** Tells whether the message is an echo request or reply, by IP family (4 or 6) and ICMP type. */
  public static boolean isEcho(int family, int type) {
    return family == 6
        ? type == V6_ECHO_REQUEST || type == V6_ECHO_REPLY
        : type == ECHO_REQUEST || type == ECHO_REPLY;
  }

  /**
   * Tells whether an ICMPv6 type is neighbour discovery or listener control (RFC 4861, 2710, 3810).
   */
  public static boolean isLinkControl(int family, int type) {
    return family == 6 && (isListenerControl(type) || (type >= 133 && type <= 137));
  }

  /** Tells whether an ICMPv6 type is multicast listener control (RFC 2710, RFC 3810). */
  public static boolean isListenerControl(int type) {
    return (type >= 130 && type <= 132) || type == 143;
  }
}
