package org.scrubber.parse;

/**
 * Why a packet is malformed; ordinals are stored in {@code PacketBatch.malformed}.
 *
 * <p>Those that are {@link #always} cannot be processed by any receiver. The others occur in healthy
 * local captures (offload, experiments) and are judged only at an Internet border.
 */
public enum Malformed {
  /** Well-formed. */
  NONE(false, ""),
  /** IHL below 5. */
  IP_HEADER_LENGTH(true, "IPv4 header length below 20 bytes"),
  /** The packet is shorter on the wire than its IP header. */
  IP_HEADER_CUT(true, "packet ends inside the IP header"),
  /** Total or payload length contradicts the frame. */
  IP_LENGTH(true, "IP length below its header or beyond the frame"),
  /** An IPv6 extension header chain that ends in the void. */
  IPV6_EXTENSION(true, "IPv6 extension header chain is cut or endless"),
  /** TCP data offset below 5 or beyond the packet. */
  TCP_OFFSET(true, "TCP data offset below 20 bytes or beyond the packet"),
  /** The packet is shorter than its transport header. */
  TRANSPORT_CUT(true, "packet ends inside the transport header"),
  /** Flags that no connection can have. */
  TCP_FLAGS(true, "TCP flags that no connection has"),
  /** UDP length below 8 or beyond the packet. */
  UDP_LENGTH(true, "UDP length below 8 bytes or beyond the packet"),
  /** Fragment data beyond 65,535 bytes (ping of death). */
  FRAGMENT_OVERSIZE(true, "fragment reaches beyond 65,535 bytes"),
  /** A first fragment that hides the TCP header, or one that overwrites it (RFC 1858, RFC 3128). */
  FRAGMENT_TINY(true, "fragment splits or overwrites the transport header"),
  /** More fragments follow, but the length is no multiple of 8. */
  FRAGMENT_LENGTH(true, "inner fragment length is no multiple of 8"),
  /** IPv4 header checksum. */
  IP_CHECKSUM(false, "IPv4 header checksum is wrong"),
  /** TTL 0. */
  TTL_ZERO(false, "TTL or hop limit is 0"),
  /** Loose or strict source routing (RFC 7126), or routing header 0 (RFC 5095). */
  SOURCE_ROUTE(false, "source routing"),
  /** Port 0 (RFC 6335: reserved). */
  PORT_ZERO(false, "port 0");

  /** Codes below this always hold; this and above, only at an Internet border. */
  public static final int FIRST_BORDER_ONLY = IP_CHECKSUM.ordinal();

  /** True when no receiver could process such a packet. */
  public final boolean always;

  /** What is wrong, in words. */
  public final String text;

  Malformed(boolean always, String text) {
    this.always = always;
    this.text = text;
  }
}
