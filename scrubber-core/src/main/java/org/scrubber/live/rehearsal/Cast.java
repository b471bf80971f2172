package org.scrubber.live.rehearsal;

import org.scrubber.io.PacketLine;
import org.scrubber.table.Hash;
import org.scrubber.wire.Ip;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/**
 * Who sends what in a rehearsal: clients that connect, ask and are answered, and floods in waves.
 * Everything follows from a number.
 */
final class Cast {
  /** Packets of a wave. */
  static final int WAVE = 2_048;

  private static final int WAVES = 14;
  private static final long HOST_V4 = 0xc612_000aL; // 198.18.0.10, for benchmarks (RFC 2544)
  private static final long NOBODY = 0xc613_ff01L; // 198.19.255.1, the same
  private static final long BOGON = 0x0a01_0203L; // RFC 1918
  private static final long HOST_V6 = 0x2001_0db8_0005_0000L; // RFC 3849
  private static final int CLIENTS = 64;
  private static final int WEB = 443;
  private static final int DNS = 53;
  private static final int NTP = 123;
  private static final long DNS_QUESTION = 0x0001_0100_0001_0000L;
  private static final long DNS_ANSWER = 0x0001_8180_0001_001eL;
  private static final long MONLIST = 0xd700_032a_0006_0048L;
  private static final long QUIC = 0xc300_0000_0108_1122L;
  private static final int MORE_FRAGMENTS = 0x2000;

  private Cast() {}

  /** Returns the number of packets after which all waves have been. */
  static int packets() {
    return WAVES * WAVE;
  }

  /** Returns the side that a packet comes in from. */
  static int side(int n) {
    return isVisit(n) && (step(n) == 1 || step(n) == 4) ? PacketLine.INSIDE : PacketLine.OUTSIDE;
  }

  /** Every third packet is legitimate. */
  private static boolean isVisit(int n) {
    return n % 3 == 0;
  }

  private static int step(int n) {
    return n / 3 % 6;
  }

  /** Writes a packet; returns its length in bytes. */
  static int write(int n, long address) {
    FrameWriter frame = new FrameWriter(address);
    if (isVisit(n)) {
      visit(frame, n / 18, step(n));
    } else {
      flood(frame, n, n / WAVE % WAVES);
    }
    return frame.finish();
  }

  /** A client's connection and its question, step by step; of every three one speaks IPv6. */
  private static void visit(FrameWriter frame, int number, int step) {
    int client = number % CLIENTS;
    int port = 40_000 + number % 20_000;
    boolean inward = step != 1 && step != 4;
    boolean tcp = step < 3;
    int protocol = tcp ? Protocols.TCP : Protocols.UDP;
    int server = tcp || step == 5 ? WEB : DNS;
    int ports = inward ? port << 16 | server : server << 16 | port;
    address(frame, number % 3 == 2, protocol, client, inward, number % 5 == 4);
    if (number % 4 == 1) {
      frame.unfinished();
    }
    switch (step) {
      case 0 -> frame.tcp(ports, port, 0, Tcp.SYN, 0);
      case 1 -> frame.tcp(ports, port * 3, port + 1, Tcp.SYN | Tcp.ACK, 0);
      case 2 -> frame.tcp(ports, port + 1, port * 3 + 1, Tcp.ACK | Tcp.PSH, 40 + number % 4);
      case 3 -> frame.udp(ports, DNS_QUESTION, 40);
      case 4 -> frame.udp(ports, DNS_ANSWER, 120);
      default -> frame.udp(ports, QUIC, 1_200);
    }
  }

  private static void flood(FrameWriter frame, int n, int wave) {
    int source = (int) Hash.mix(n, 7) & 0x3fff;
    boolean six = n % 4 == 3;
    int ports = (1_024 + n % 60_000) << 16 | WEB;
    // Some floods come half from a few that go on and on.
    int some = n % 2 == 0 ? source & 7 : source;
    int same = n % 2 == 0 ? (5_000 + some) << 16 | WEB : ports;
    switch (wave) {
      case 0 -> to(frame, six, Protocols.TCP, source).tcp(ports, n, 0, Tcp.SYN, 0);
      case 1 -> to(frame, six, Protocols.TCP, source).bareSyn(ports, n);
      case 2 -> to(frame, six, Protocols.TCP, source).tcp(ports, n, n, Tcp.SYN | Tcp.ACK, 0);
      case 3 -> to(frame, six, Protocols.TCP, source).tcp(ports, n, n, Tcp.ACK, n % 5 * 20);
      case 4 -> to(frame, six, Protocols.TCP, source).tcp(ports, n, 0, Tcp.RST, 0);
      case 5 -> to(frame, six, Protocols.TCP, source).tcp(ports, n, n, Tcp.FIN | Tcp.ACK, 0);
      case 6 -> to(frame, six, Protocols.UDP, some).udp(same, 0, 512);
      case 7 -> to(frame, six, Protocols.UDP, source).udp(ports, Hash.mix(n, 9), 60 + n % 400);
      case 8 -> to(frame, six, Protocols.UDP, some).udp(DNS << 16 | 4_000, DNS_ANSWER, 400);
      case 9 -> to(frame, six, Protocols.UDP, some).udp(NTP << 16 | 4_000, MONLIST, 440);
      case 10 ->
          to(frame, six, six ? Protocols.ICMPV6 : Protocols.ICMP, source)
              .u16(six ? 0x8000 : 0x0800)
              .u16(0)
              .i32(n)
              .noise(n, 24);
      case 11 -> fragment(frame, source, n);
      case 12 -> to(frame, six, n % 2 == 0 ? Protocols.GRE : Protocols.ESP, source).noise(n, 60);
      default -> odd(frame, source, n);
    }
  }

  private static void fragment(FrameWriter frame, int source, int n) {
    int offset = n % 3;
    int field = offset << 4 | (offset < 2 ? MORE_FRAGMENTS : 0);
    frame.v4(Protocols.UDP, v4(source), HOST_V4, n / 3, field).noise(n, 128);
  }

  /** What is broken, not IP, about another packet, or to nobody who is protected. */
  private static void odd(FrameWriter frame, int source, int n) {
    switch (n % 5) {
      case 0 -> to(frame, false, Protocols.TCP, source).tcp(4 << 16 | 5, n, 0, 3, 0);
      case 1 -> frame.u16(0x0806).noise(n, 28); // ARP
      case 2 -> {
        to(frame, false, Protocols.ICMP, source).u16(0x0303).u16(0).i32(0);
        frame.u16(0x4500).u16(60).i32(n).u8(60).u8(Protocols.UDP).u16(0);
        frame.i32((int) HOST_V4).i32((int) v4(source)).i32(n).i32(0);
      }
      case 3 -> {
        frame.v4(Protocols.UDP, v4(source), NOBODY, n, 0).udp(WEB << 16 | 4_000, n, 40);
      }
      default -> {
        frame.v4(Protocols.TCP, BOGON, HOST_V4, n, 0).tcp(4_000 << 16 | WEB, n, 0, Tcp.SYN, 0);
      }
    }
  }

  private static FrameWriter to(FrameWriter frame, boolean six, int protocol, int source) {
    address(frame, six, protocol, source, true, false);
    return frame;
  }

  private static void address(
      FrameWriter frame, boolean six, int protocol, int peer, boolean inward, boolean tagged) {
    if (tagged) {
      frame.tag(100);
    }
    if (six) {
      long from = inward ? v6(peer) : HOST_V6;
      frame.v6(protocol, from, 1, inward ? HOST_V6 : v6(peer), 1);
    } else {
      int field = peer % 4 == 0 ? 0 : Ip.V4_DONT_FRAGMENT;
      frame.v4(protocol, inward ? v4(peer) : HOST_V4, inward ? HOST_V4 : v4(peer), peer, field);
    }
  }

  /** An address that is no bogon. */
  private static long v4(int number) {
    return 0x0b00_0000L + (Hash.mix(number, 3) & 0x1ff_ffffL);
  }

  private static long v6(int number) {
    return 0x2a02_0000_0000_0000L + (Hash.mix(number, 5) & 0xffff_ffffL) * 65_536;
  }
}
