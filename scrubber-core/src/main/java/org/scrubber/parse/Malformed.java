package org.scrubber.parse;

/**
 * Why a packet is malformed; ordinals are stored in {@code PacketBatch.malformed}, the surest
 * first.
 *
 * <p>How much of it counts depends on what is known of the place. The first group is impossible
 * everywhere. The second no receiver can process either, but captures of healthy networks hold it
 * (scanners, experiments, frames cut by the capturing tool), so it counts only towards something
 * that is protected. The third may be met inside a network (offloaded checksums, experiments) and
 * counts only at an Internet border.
 */
public enum Malformed {
  /** Well-formed. */
  NONE(""),

  /** IHL below 5. */
  IP_HEADER_LENGTH("IPv4 header length below 20 bytes"),
  /** TCP data offset below 5 or beyond the packet. */
  TCP_OFFSET("TCP data offset below 20 bytes or beyond the packet"),
  /** Fragment data beyond 65,535 bytes (ping of death). */
  FRAGMENT_OVERSIZE("fragment reaches beyond 65,535 bytes"),
  /** A first fragment that hides the TCP header, or one that overwrites it (RFC 1858, RFC 3128). */
  FRAGMENT_TINY("fragment splits or overwrites the transport header"),

  /** The packet is shorter on the wire than its IP header. */
  IP_HEADER_CUT("packet ends inside the IP header"),
  /** Total or payload length contradicts the frame. */
  IP_LENGTH("IP length below its header or beyond the frame"),
  /** An IPv6 extension header chain that ends in the void (RFC 8200). */
  IPV6_EXTENSION("IPv6 extension header chain is cut or endless"),
  /** The packet is shorter than its transport header. */
  TRANSPORT_CUT("packet ends inside the transport header"),
  /** Flags that no connection can have (RFC 9293). */
  TCP_FLAGS("TCP flags that no connection has"),
  /** UDP length below 8 or beyond the packet. */
  UDP_LENGTH("UDP length below 8 bytes or beyond the packet"),
  /** More fragments follow, but the length is no multiple of 8. */
  FRAGMENT_LENGTH("inner fragment length is no multiple of 8"),
  /** An IPv6 header chain that goes on in the next fragment (RFC 7112). */
  FRAGMENT_HEADERS("first fragment does not hold all headers"),

  /** IPv4 header checksum. */
  IP_CHECKSUM("IPv4 header checksum is wrong"),
  /** TTL 0. */
  TTL_ZERO("TTL or hop limit is 0"),
  /** Loose or strict source routing (RFC 7126), or routing header 0 (RFC 5095). */
  SOURCE_ROUTE("source routing"),
  /** Port 0 (RFC 6335: reserved). */
  PORT_ZERO("port 0"),
  /** TCP options whose lengths do not fit: receivers stop reading there, and no stack sends it. */
  TCP_OPTIONS("TCP option with a length that does not fit");

  /** Codes below this count everywhere; this and above, only towards what a policy protects. */
  public static final int FIRST_PROTECTED_ONLY = IP_HEADER_CUT.ordinal();

  /** Codes from here on count only at an Internet border. */
  public static final int FIRST_BORDER_ONLY = IP_CHECKSUM.ordinal();

  /** What is wrong, in words. */
  public final String text;

  Malformed(String text) {
    this.text = text;
  }
}
