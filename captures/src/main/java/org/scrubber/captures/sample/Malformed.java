package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.captures.packet.UdpLayer;
import org.scrubber.captures.random.RandomStream;

/** Packets that no honest host sends: impossible headers, impossible flags, LAND. */
final class Malformed {
  /** Kinds of broken packets, sent in turn. */
  static final int KINDS = 18;

  /** The first of them are broken below TCP, or LAND. */
  private static final int HEADER_KINDS = 9;

  private static final int HTTPS = 443;

  private Malformed() {}

  /** Sends all kinds in turn. */
  static void all(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) ->
            recording.addInbound(timeNs, frame(wave, random, index % KINDS), wave.label()));
  }

  private static byte[] frame(Wave wave, RandomStream random, int kind) {
    byte[] source = Outside.bot(random.below(500));
    Endpoints ends =
        new Endpoints(source, wave.tenant().ipv4(), random.between(1024, 65_535), HTTPS);
    return (kind < HEADER_KINDS ? header(ends, random, kind) : segment(ends, random, kind)).build();
  }

  private static PacketBuilder header(Endpoints ends, RandomStream random, int kind) {
    return switch (kind) {
      case 0 -> syn(ip(ends).badIpChecksum(), ends, random);
      case 1 -> syn(ip(ends).ihl(random.below(5)), ends, random);
      case 2 -> syn(ip(ends).totalLength(1_400), ends, random);
      case 3 -> syn(ip(ends).totalLength(random.below(20)), ends, random);
      case 4 -> syn(ip(ends).ttl(0), ends, random);
      case 5 -> udp(ends).udpLength(random.below(8)).payload(random.bytes(40));
      case 6 -> udp(ends).udpLength(1_000).payload(random.bytes(40));
      // Loose source route by way of one router.
      case 7 -> syn(ip(ends).options(131, 7, 4, 198, 18, 0, 1, 0), ends, random);
      default -> {
        Endpoints land = new Endpoints(ends.target(), ends.target(), HTTPS, HTTPS);
        yield syn(ip(land), land, random);
      }
    };
  }

  private static PacketBuilder segment(Endpoints ends, RandomStream random, int kind) {
    TcpLayer tcp =
        ip(ends)
            .tcp(ends.sourcePort(), ends.targetPort())
            .seq(random.nextInt())
            .ackNumber(random.nextInt());
    return switch (kind) {
      case 9 -> tcp.syn().dataOffset(15);
      case 10 -> tcp.syn().dataOffset(random.below(5));
      case 11 -> ip(ends).tcp(0, HTTPS).syn().seq(random.nextInt());
      case 12 -> tcp.flags(0);
      case 13 -> tcp.flags(TcpLayer.FIN);
      case 14 -> tcp.flags(TcpLayer.FIN | TcpLayer.PSH | TcpLayer.URG);
      case 15 -> tcp.flags(TcpLayer.SYN | TcpLayer.FIN);
      case 16 -> tcp.flags(TcpLayer.SYN | TcpLayer.RST);
      default -> tcp.flags(0xFF);
    };
  }

  /** The first 8 bytes of a TCP header, and the rest in a fragment of its own (RFC 1858). */
  static void tinyFragments(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(500));
          int port = random.between(1024, 65_535);
          Endpoints ends = new Endpoints(bot, wave.tenant().ipv4(), port, HTTPS);
          int id = random.below(65_536);
          int seq = random.nextInt();
          int ttl = 64 - Outside.hops(bot);
          for (int part = 0; part < 2; part++) {
            PacketBuilder fragment =
                Fingerprints.tinyFragment(Recording.fromOutside(), ends, ttl, id, seq, part == 1);
            recording.addInbound(timeNs + part * 50_000L, fragment.build(), wave.label());
          }
        });
  }

  private static PacketBuilder syn(Ipv4Layer ip, Endpoints ends, RandomStream random) {
    return ip.tcp(ends.sourcePort(), ends.targetPort())
        .syn()
        .seq(random.nextInt())
        .window(64_240)
        .mss(1460);
  }

  private static UdpLayer udp(Endpoints ends) {
    return ip(ends).udp(ends.sourcePort(), ends.targetPort());
  }

  private static Ipv4Layer ip(Endpoints ends) {
    return Recording.fromOutside()
        .ipv4(ends.source(), ends.target())
        .ttl(64 - Outside.hops(ends.source()))
        .id(0x4D41)
        .df();
  }
}
