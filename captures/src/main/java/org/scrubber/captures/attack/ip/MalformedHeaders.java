package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.Frame;

/** Packets over IPv4 whose headers cannot be. */
public final class MalformedHeaders {
  private static final int LOOSE_SOURCE_ROUTE = 0x83;

  private MalformedHeaders() {}

  /** Writes a SYN whose IP checksum is wrong. */
  public static void badChecksum(Frame frame, Shot shot) {
    frame.packet(syn(shot, ip(shot).badIpChecksum()).build());
  }

  /** Writes a SYN whose IP header says that it is shorter than any can be. */
  public static void shortHeader(Frame frame, Shot shot) {
    frame.packet(syn(shot, ip(shot).ihl(shot.random.below(5))).build());
  }

  /** Writes a SYN whose total length is longer than the frame, or shorter than the header. */
  public static void badLength(Frame frame, Shot shot) {
    Ipv4Layer ip = ip(shot);
    int length =
        shot.random.chance(50) ? shot.random.between(100, 1_500) : shot.random.between(1, 19);
    frame.packet(syn(shot, ip.totalLength(length)).build());
  }

  /** Writes a SYN whose time to live is over. */
  public static void deadOnArrival(Frame frame, Shot shot) {
    frame.packet(syn(shot, ip(shot).ttl(0)).build());
  }

  /** Writes a datagram whose UDP length is longer than the packet, or shorter than the header. */
  public static void badUdpLength(Frame frame, Shot shot) {
    int length = shot.random.chance(50) ? shot.random.below(8) : shot.random.between(500, 9_000);
    byte[] payload = shot.random.bytes(100);
    int sure = length == 0 ? 1 : length; // 0 is what offloading leaves behind.
    frame.packet(ip(shot).udp(shot.clientPort(), 443).udpLength(sure).payload(payload).build());
  }

  /** Writes a segment whose TCP header is shorter than any can be, or longer than the packet. */
  public static void badTcpOffset(Frame frame, Shot shot) {
    int words = shot.random.chance(50) ? shot.random.below(5) : 15;
    frame.packet(ip(shot).tcp(shot.clientPort(), 443).ack(1).dataOffset(words).build());
  }

  /** Writes a SYN from port 0, or to it. */
  public static void portZero(Frame frame, Shot shot) {
    boolean source = shot.random.chance(50);
    Ipv4Layer ip = ip(shot);
    int from = source ? 0 : shot.clientPort();
    frame.packet(ip.tcp(from, source ? 443 : 0).syn().window(8_192).build());
  }

  /** Writes a SYN that asks for a way of its own. */
  public static void sourceRoute(Frame frame, Shot shot) {
    Ipv4Layer ip = ip(shot).options(LOOSE_SOURCE_ROUTE, 7, 4, 198, 18, 0, 1, 0);
    frame.packet(syn(shot, ip).build());
  }

  private static Ipv4Layer ip(Shot shot) {
    byte[] source = Address.v4(shot.sourceLow).bytes();
    byte[] target = Address.v4(shot.targetLow).bytes();
    return PacketBuilder.rawIp().ipv4(source, target).ttl(shot.ttl(64)).id(shot.id());
  }

  private static PacketBuilder syn(Shot shot, Ipv4Layer ip) {
    return ip.tcp(shot.clientPort(), 443).syn().seq(shot.random.nextInt()).window(8_192).mss(1_460);
  }
}
