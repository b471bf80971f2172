package org.scrubber.captures.attack.ip;

import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.tool.Tool;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;

/** Packets over IPv4 whose headers cannot be. */
public final class MalformedHeaders {
  private static final int LOOSE_SOURCE_ROUTE = 0x83;

  private MalformedHeaders() {}

  /**
   * Returns the tool that sends a kind.
   *
   * @throws IllegalArgumentException when there is no such kind
   */
  public static Tool of(String kind) {
    return switch (kind) {
      case "bad-checksum" -> tool(shot -> syn(shot, ip(shot).badIpChecksum()));
      case "short-header" -> tool(shot -> syn(shot, ip(shot).ihl(shot.random.below(5))));
      case "bad-length" -> tool(shot -> syn(shot, ip(shot).totalLength(wrongLength(shot))));
      case "dead-on-arrival" -> tool(shot -> syn(shot, ip(shot).ttl(0)));
      case "udp-length" -> tool(MalformedHeaders::wrongUdpLength);
      case "tcp-offset" -> tool(MalformedHeaders::wrongTcpOffset);
      case "port-zero" -> tool(MalformedHeaders::portZero);
      case "source-route" -> tool(MalformedHeaders::sourceRoute);
      default -> throw new IllegalArgumentException("no malformed packet of kind " + kind);
    };
  }

  /** Makes one packet. */
  @FunctionalInterface
  private interface Maker {
    PacketBuilder make(Shot shot);
  }

  private static Tool tool(Maker maker) {
    return (frame, shot) -> frame.packet(maker.make(shot).build());
  }

  private static Ipv4Layer ip(Shot shot) {
    byte[] source = Address.v4(shot.sourceLow).bytes();
    byte[] target = Address.v4(shot.targetLow).bytes();
    Endpoints ends = new Endpoints(source, target, 0, 0);
    return PacketBuilder.rawIp().ipv4(ends.source(), ends.target()).ttl(shot.ttl(64)).id(shot.id());
  }

  private static PacketBuilder syn(Shot shot, Ipv4Layer ip) {
    return ip.tcp(shot.clientPort(), 443).syn().seq(shot.random.nextInt()).window(8_192).mss(1_460);
  }

  /** Longer than the frame, or shorter than the header. */
  private static int wrongLength(Shot shot) {
    return shot.random.chance(50) ? shot.random.between(100, 1_500) : shot.random.between(1, 19);
  }

  private static PacketBuilder wrongUdpLength(Shot shot) {
    int length = shot.random.chance(50) ? shot.random.below(8) : shot.random.between(500, 9_000);
    byte[] payload = shot.random.bytes(100);
    int sure = length == 0 ? 1 : length; // 0 is what offloading leaves behind.
    return ip(shot).udp(shot.clientPort(), 443).udpLength(sure).payload(payload);
  }

  private static PacketBuilder wrongTcpOffset(Shot shot) {
    int words = shot.random.chance(50) ? shot.random.below(5) : 15;
    return ip(shot).tcp(shot.clientPort(), 443).ack(1).dataOffset(words);
  }

  private static PacketBuilder portZero(Shot shot) {
    boolean source = shot.random.chance(50);
    return ip(shot).tcp(source ? 0 : shot.clientPort(), source ? 443 : 0).syn().window(8_192);
  }

  private static PacketBuilder sourceRoute(Shot shot) {
    return syn(shot, ip(shot).options(LOOSE_SOURCE_ROUTE, 7, 4, 198, 18, 0, 1, 0));
  }
}
