package org.scrubber.parse;

import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.ethernet;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.icmp;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.ipv6HopLimit;
import static org.scrubber.wire.PacketBytes.join;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Tcp;

/** One frame of every kind that the parser knows. */
final class Fixtures {
  static final String A = "192.0.2.1";
  static final String B = "198.51.100.2";
  static final String A6 = "2001:db8::1";
  static final String B6 = "2001:db8:5::2";

  /** A frame, named so that a failing test says which. */
  record Fixture(String name, int linkType, byte[] frame) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Fixtures() {}

  static final byte[] SYN = ipv4(A, B, 6, tcp(40_000, 443, 7, 0, Tcp.SYN, new byte[0]));
  static final byte[] UDP4 = ipv4(A, B, 17, udp(5_353, 53, counting(24)));
  static final byte[] UDP6 = ipv6(A6, B6, 17, udp(5_353, 53, counting(24)));

  static List<Fixture> all() {
    List<Fixture> all = new ArrayList<>();
    links(all);
    internet4(all);
    internet6(all);
    return all;
  }

  private static void links(List<Fixture> all) {
    add(all, "ethernet", LinkType.ETHERNET, ethernet(0x0800, UDP4));
    add(all, "vlan", LinkType.ETHERNET, ethernet(0x8100, hex("0064 86dd"), UDP6));
    add(all, "qinq", LinkType.ETHERNET, ethernet(0x88a8, hex("0064 8100 00c8 0800"), SYN));
    add(
        all,
        "three tags",
        LinkType.ETHERNET,
        ethernet(0x9100, hex("0001 9200 0002 8100 0003 0800"), SYN));
    add(all, "mpls", LinkType.ETHERNET, ethernet(0x8847, hex("0001 0140"), UDP4));
    add(all, "mpls stack", LinkType.ETHERNET, ethernet(0x8847, hex("00010040 00020140"), UDP6));
    add(
        all,
        "pseudowire",
        LinkType.ETHERNET,
        ethernet(0x8847, hex("00010140 00000000"), ethernet(0x0800, UDP4)));
    add(all, "pppoe", LinkType.ETHERNET, ethernet(0x8864, hex("1100 0001 0036 0021"), UDP4));
    add(
        all,
        "snap",
        LinkType.ETHERNET,
        ethernet(8 + UDP4.length, hex("aaaa 0300 0000 0800"), UDP4));
    add(all, "arp", LinkType.ETHERNET, ethernet(0x0806, hex("0001 0800 0604 0001"), counting(20)));
    add(all, "null", LinkType.NULL, join(hex("02000000"), UDP4));
    add(all, "loop", LinkType.LOOP, join(hex("0000001c"), UDP6));
    add(all, "sll", LinkType.LINUX_SLL, join(hex("0000 0001 0006 0200 0000 0001 0000 0800"), UDP4));
    add(
        all,
        "sll2",
        LinkType.LINUX_SLL2,
        join(hex("86dd 0000 0000 0002 0001 0006 0200 0000 0001 0000"), UDP6));
    add(all, "ppp", LinkType.PPP, join(hex("ff03 0021"), UDP4));
    add(all, "ppp bare", LinkType.PPP, join(hex("0057"), UDP6));
    add(all, "ppp compressed", LinkType.PPP_HDLC, join(hex("21"), UDP4));
    add(all, "chdlc", LinkType.C_HDLC, join(hex("0f00 0800"), UDP4));
    add(all, "wireless", 105, join(hex("0800"), UDP4));
  }

  private static void internet4(List<Fixture> all) {
    raw(all, "syn", SYN);
    raw(all, "tcp data", ipv4(A, B, 6, tcp(443, 40_000, 8, 9, 0x18, counting(40))));
    byte[] options = hex("0204 05b4 0402 080a 0000 0001 0000 0000 0103 0307");
    byte[] segment = tcp(40_000, 443, 7, 0, Tcp.SYN, options);
    segment[12] = (byte) 0xa0;
    raw(all, "tcp options", ipv4(A, B, 6, segment));
    raw(
        all,
        "ip options",
        ipv4(A, B, 17, 1, 0, hex("9404 0000 0101 0100"), udp(1, 2, counting(9))));
    raw(all, "source route", ipv4(A, B, 17, 1, 0, hex("8307 04c0 0002 0900"), udp(1, 2, hex(""))));
    raw(all, "echo", ipv4(A, B, 1, icmp(8, 0, 0xbeef, counting(32))));
    raw(all, "unreachable", ipv4(A, B, 1, icmp(3, 4, 0, SYN)));
    raw(all, "gre", ipv4(A, B, 47, join(hex("0000 0800"), UDP4)));
    raw(all, "esp", ipv4(A, B, 50, counting(48)));
    raw(all, "sctp", ipv4(A, B, 132, counting(28)));
    raw(all, "first fragment", ipv4(A, B, 17, 9, 0x2000, hex(""), udp(1, 2, counting(56))));
    raw(all, "last fragment", ipv4(A, B, 17, 9, 8, hex(""), counting(30)));
    raw(all, "tiny fragment", ipv4(A, B, 6, 9, 0x2000, hex(""), counting(8)));
    byte[] offloaded = ipv4(A, B, 6, tcp(443, 40_000, 8, 9, 0x18, counting(40)));
    offloaded[2] = 0;
    offloaded[3] = 0;
    raw(all, "offloaded", offloaded);
  }

  private static void internet6(List<Fixture> all) {
    byte[] datagram = udp(7, 8, counting(24));
    raw(all, "udp6", UDP6);
    raw(all, "hop by hop", ipv6(A6, B6, 0, hex("1100 0502 0000 0100"), datagram));
    raw(all, "routing", ipv6(A6, B6, 43, hex("1102 0401 00000000"), counting(16), datagram));
    raw(all, "routing 0", ipv6(A6, B6, 43, hex("1102 0001 00000000"), counting(16), datagram));
    raw(all, "destination", ipv6(A6, B6, 60, hex("1100 0104 0000 0000"), datagram));
    raw(all, "mobility", ipv6(A6, B6, 135, hex("1100 0000 0000 0000"), datagram));
    raw(all, "ah", ipv6(A6, B6, 51, hex("1104 0000 00000001 00000002"), counting(12), datagram));
    raw(
        all,
        "chain",
        ipv6(
            A6,
            B6,
            0,
            hex("3c00 0104 0000 0000  2b00 0104 0000 0000  0600 0400 0000 0000"),
            tcp(1, 2, 3, 4, Tcp.ACK, counting(5))));
    raw(all, "first fragment 6", ipv6(A6, B6, 44, hex("1100 0001 0000 0077"), datagram));
    raw(all, "last fragment 6", ipv6(A6, B6, 44, hex("1100 0020 0000 0077"), counting(17)));
    raw(all, "atomic", ipv6(A6, B6, 44, hex("1100 0000 0000 0077"), datagram));
    raw(all, "echo 6", ipv6(A6, B6, 58, icmp(128, 0, 0xcafe, counting(16))));
    raw(all, "too big", ipv6(A6, B6, 58, icmp(2, 0, 0, UDP6)));
    raw(
        all,
        "neighbour",
        ipv6HopLimit(255, "fe80::1", "ff02::1", 58, icmp(135, 0, 0, counting(16))));
    raw(all, "listener", ipv6HopLimit(1, "fe80::1", "ff02::16", 58, icmp(143, 0, 0, counting(20))));
    raw(all, "esp 6", ipv6(A6, B6, 50, counting(40)));
    raw(all, "nothing next", ipv6(A6, B6, 59));
  }

  private static void raw(List<Fixture> all, String name, byte[] packet) {
    add(all, name, LinkType.RAW, packet);
    int etherType = packet[0] >>> 4 == 4 ? 0x0800 : 0x86dd;
    add(all, name + " over ethernet", LinkType.ETHERNET, ethernet(etherType, packet));
  }

  private static void add(List<Fixture> all, String name, int linkType, byte[] frame) {
    all.add(new Fixture(name, linkType, frame));
  }
}
