package org.scrubber.captures.packet;

/**
 * Who talks to whom: two addresses of one family, and ports.
 *
 * @param source address of 4 or 16 bytes
 * @param target address of as many bytes
 * @param sourcePort 0..65535
 * @param targetPort 0..65535
 */
public record Endpoints(byte[] source, byte[] target, int sourcePort, int targetPort) {

  /** Returns the endpoints of two literal addresses. */
  public static Endpoints of(String source, int sourcePort, String target, int targetPort) {
    return new Endpoints(
        PacketBuilder.address(source), PacketBuilder.address(target), sourcePort, targetPort);
  }

  /** Returns the way back. */
  public Endpoints reversed() {
    return new Endpoints(target, source, targetPort, sourcePort);
  }

  /** Tells whether the addresses are IPv6. */
  public boolean isIpv6() {
    return source.length == 16;
  }

  /** Adds the IP header of the right family; IPv6 ignores identification and "don't fragment". */
  public PacketBuilder ip(PacketBuilder link, int ttl, int id, boolean dontFragment) {
    if (isIpv6()) {
      return link.ipv6(source, target).hopLimit(ttl);
    }
    Ipv4Layer layer = link.ipv4(source, target).ttl(ttl).id(id);
    return dontFragment ? layer.df() : layer;
  }

  /** Adds a TCP header over {@link #ip}. */
  public TcpLayer tcp(PacketBuilder link, int ttl, int id, boolean dontFragment) {
    return ip(link, ttl, id, dontFragment).tcp(sourcePort, targetPort);
  }

  /** Adds a UDP header over {@link #ip}. */
  public UdpLayer udp(PacketBuilder link, int ttl, int id, boolean dontFragment) {
    return ip(link, ttl, id, dontFragment).udp(sourcePort, targetPort);
  }
}
