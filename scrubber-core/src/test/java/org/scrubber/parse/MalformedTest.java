package org.scrubber.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.parse.Fixtures.A;
import static org.scrubber.parse.Fixtures.A6;
import static org.scrubber.parse.Fixtures.B;
import static org.scrubber.parse.Fixtures.B6;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.fixChecksum;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.icmp;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.ipv6HopLimit;
import static org.scrubber.wire.PacketBytes.join;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;
import static org.scrubber.wire.PacketBytes.with;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Tcp;

class MalformedTest {
  private static final byte[] NONE = new byte[0];
  private static final byte[] UDP = udp(1, 2, counting(24));

  /** A packet that is malformed in one way, and one that just is not. */
  private record Pair(String what, Malformed malformed, byte[] wrong, byte[] right) {
    @Override
    public String toString() {
      return malformed + ": " + what;
    }
  }

  private static final byte[] V4 = ipv4(A, B, 17, UDP);
  private static final byte[] V6 = ipv6(A6, B6, 17, UDP);

  static Stream<Pair> pairs() {
    return Stream.of(internet(), fragments(), transport()).flatMap(pairs -> pairs);
  }

  private static Stream<Pair> internet() {
    byte[] option = ipv4(A, B, 17, 1, 0, hex("01010101"), UDP);
    byte[] route = hex("8307 04c0 0002 0900");
    byte[] rh0 = hex("1102 0001 00000000");
    return Stream.of(
        pair("IHL 4", Malformed.IP_HEADER_LENGTH, fixChecksum(with(V4, 0, 0x44)), V4),
        pair("ends in the options", Malformed.IP_HEADER_CUT, cut(option, 22), option),
        pair("total length 19", Malformed.IP_LENGTH, length4(V4, 19), V4),
        pair("total length beyond", Malformed.IP_LENGTH, length4(V4, V4.length + 1), V4),
        pair("payload length beyond", Malformed.IP_LENGTH, with(V6, 5, V6.length - 39), V6),
        pair("chain ends in void", Malformed.IPV6_EXTENSION, v6(60, "3c00 0104 00000000"), V6),
        pair(
            "header longer than packet",
            Malformed.IPV6_EXTENSION,
            v6(60, "1102 0104 00000000"),
            v6(60, "3b00 0104 00000000")),
        pair("thirteen headers", Malformed.IPV6_EXTENSION, chain(13), chain(12)),
        pair("checksum one off", Malformed.IP_CHECKSUM, with(V4, 11, V4[11] + 1), V4),
        pair("TTL 0", Malformed.TTL_ZERO, ttl4(0), ttl4(1)),
        pair("hop limit 0", Malformed.TTL_ZERO, with(V6, 7, 0), with(V6, 7, 1)),
        pair(
            "loose source route",
            Malformed.SOURCE_ROUTE,
            ipv4(A, B, 17, 1, 0, route, UDP),
            ipv4(A, B, 17, 1, 0, with(route, 0, 7), UDP)),
        pair(
            "strict source route after padding",
            Malformed.SOURCE_ROUTE,
            ipv4(A, B, 17, 1, 0, hex("0101 8907 04c0 0002 09000000"), UDP),
            ipv4(A, B, 17, 1, 0, hex("0100 8907 04c0 0002 09000000"), UDP)),
        pair(
            "routing header 0",
            Malformed.SOURCE_ROUTE,
            ipv6(A6, B6, 43, rh0, counting(16), UDP),
            ipv6(A6, B6, 43, with(rh0, 2, 2), counting(16), UDP)));
  }

  private static Stream<Pair> fragments() {
    byte[] segment = tcp(1, 2, 3, 0, Tcp.SYN, counting(4));
    return Stream.of(
        pair(
            "reaches 65,536",
            Malformed.FRAGMENT_OVERSIZE,
            ipv4(A, B, 17, 1, 8_190, NONE, counting(16)),
            ipv4(A, B, 17, 1, 8_190, NONE, counting(15))),
        pair(
            "IPv6 reaches 65,536",
            Malformed.FRAGMENT_OVERSIZE,
            ipv6(A6, B6, 44, hex("1100 fff0 00000001"), counting(16)),
            ipv6(A6, B6, 44, hex("1100 fff0 00000001"), counting(15))),
        pair(
            "first fragment without TCP flags",
            Malformed.FRAGMENT_TINY,
            ipv4(A, B, 6, 1, 0x2000, NONE, Arrays.copyOf(segment, 16)),
            ipv4(A, B, 6, 1, 0x2000, NONE, segment)),
        pair(
            "second fragment on TCP flags",
            Malformed.FRAGMENT_TINY,
            ipv4(A, B, 6, 1, 1, NONE, counting(16)),
            ipv4(A, B, 6, 1, 2, NONE, counting(16))),
        pair(
            "second fragment on TCP flags and of odd length",
            Malformed.FRAGMENT_TINY,
            ipv4(A, B, 6, 1, 0x2001, NONE, counting(15)),
            ipv4(A, B, 17, 1, 1, NONE, counting(15))),
        pair(
            "IPv6 first fragment without transport header",
            Malformed.FRAGMENT_TINY,
            ipv6(A6, B6, 44, hex("3c00 0001 00000001")),
            ipv6(A6, B6, 44, hex("3c00 0001 00000001 1100 0104 00000000"), UDP)),
        pair(
            "IPv6 first fragment whose options go on in the next",
            Malformed.FRAGMENT_HEADERS,
            ipv6(A6, B6, 44, hex("3c00 0001 00000001 1120 0104 00000000"), UDP),
            ipv6(A6, B6, 44, hex("3c00 0001 00000001 1100 0104 00000000"), UDP)),
        pair(
            "inner fragment of 15 bytes",
            Malformed.FRAGMENT_LENGTH,
            ipv4(A, B, 17, 1, 0x2004, NONE, counting(15)),
            ipv4(A, B, 17, 1, 4, NONE, counting(15))),
        pair(
            "IPv6 inner fragment of 15 bytes",
            Malformed.FRAGMENT_LENGTH,
            ipv6(A6, B6, 44, hex("1100 0021 00000001"), counting(15)),
            ipv6(A6, B6, 44, hex("1100 0020 00000001"), counting(15))));
  }

  private static Stream<Pair> transport() {
    byte[] segment = tcp(1, 2, 3, 0, Tcp.SYN, NONE);
    byte[] longer = with(tcp(1, 2, 3, 0, Tcp.SYN, counting(4)), 12, 0x60);
    return Stream.of(
        pair("data offset 4", Malformed.TCP_OFFSET, v4(6, with(segment, 12, 0x40)), v4(6, segment)),
        pair(
            "data offset beyond",
            Malformed.TCP_OFFSET,
            v4(6, with(segment, 12, 0x60)),
            v4(6, longer)),
        pair("TCP of 19 bytes", Malformed.TRANSPORT_CUT, v4(6, cut(segment, 19)), v4(6, segment)),
        pair(
            "UDP of 7 bytes",
            Malformed.TRANSPORT_CUT,
            v4(17, cut(UDP, 7)),
            v4(17, udp(1, 2, NONE))),
        pair(
            "ICMP of 7 bytes",
            Malformed.TRANSPORT_CUT,
            v4(1, cut(icmp(8, 0, 1, NONE), 7)),
            v4(1, icmp(8, 0, 1, NONE))),
        pair(
            "ICMPv6 of 3 bytes",
            Malformed.TRANSPORT_CUT,
            ipv6(A6, B6, 58, hex("800000")),
            ipv6(A6, B6, 58, hex("80000000"))),
        flags("none", 0, Tcp.RST),
        flags("FIN alone", Tcp.FIN, Tcp.FIN | Tcp.ACK),
        flags("FIN, PSH and URG", Tcp.FIN | Tcp.PSH | Tcp.URG, Tcp.ACK | Tcp.PSH | Tcp.URG),
        flags("SYN and FIN", Tcp.SYN | Tcp.FIN, Tcp.SYN | 0xc0),
        flags("SYN and RST", Tcp.SYN | Tcp.RST, Tcp.SYN | Tcp.ACK),
        flags("SYN, FIN and ACK", Tcp.SYN | Tcp.FIN | Tcp.ACK, Tcp.RST | Tcp.ACK),
        pair(
            "UDP length 7", Malformed.UDP_LENGTH, v4(17, with(UDP, 5, 7)), v4(17, with(UDP, 5, 8))),
        pair(
            "UDP length beyond",
            Malformed.UDP_LENGTH,
            v4(17, with(UDP, 5, 33)),
            v4(17, with(UDP, 5, 0))),
        options("option without length", "01010102", "01010101"),
        options("option of length 1", "02010101", "020405b4"),
        options("option beyond the header", "fd050101", "fd040101"),
        options("segment size of 3 bytes", "02030001", "03030701"),
        options("time stamp of 4 bytes", "08040101", "00040101"),
        pair("TCP to port 0", Malformed.PORT_ZERO, v4(6, with(segment, 3, 0)), v4(6, segment)),
        pair("TCP from port 0", Malformed.PORT_ZERO, v4(6, with(segment, 1, 0)), v4(6, segment)),
        pair(
            "UDP to port 0",
            Malformed.PORT_ZERO,
            v4(17, with(UDP, 3, 0)),
            v4(17, with(UDP, 1, 0))));
  }

  private static Pair options(String what, String wrong, String right) {
    byte[] plain = with(tcp(1, 2, 3, 4, Tcp.ACK, NONE), 12, 0x60);
    return pair(
        "TCP " + what,
        Malformed.TCP_OPTIONS,
        v4(6, join(plain, hex(wrong))),
        v4(6, join(plain, hex(right))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldFindMalformedPacketAndLeaveItsNeighbourAlone(Pair pair) {
    assertEquals(pair.malformed, judge(pair.wrong));
    assertEquals(Malformed.NONE, judge(pair.right));
  }

  @Test
  void shouldHaveAPacketForEveryWayToBeMalformed() {
    Set<Malformed> tested = pairs().map(Pair::malformed).collect(Collectors.toSet());
    assertEquals(EnumSet.complementOf(EnumSet.of(Malformed.NONE)), EnumSet.copyOf(tested));
  }

  @Test
  void shouldLetFragmentedUdpBeLongerThanItsFirstFragment() {
    byte[] start = with(UDP, 4, 0x20);
    assertEquals(Malformed.NONE, judge(ipv4(A, B, 17, 1, 0x2000, NONE, start)));
    assertEquals(Malformed.UDP_LENGTH, judge(ipv4(A, B, 17, 1, 0, NONE, start)));
  }

  @Test
  void shouldKeepTheSurestOfSeveralFindings() {
    byte[] packet = v4(6, with(tcp(0, 0, 3, 0, 0, NONE), 12, 0x40));
    packet[8] = 0;
    assertEquals(Malformed.TCP_OFFSET, judge(packet));
  }

  @Test
  void shouldNotTakeSnappedHeadersForCutOnes() {
    byte[] option = ipv4(A, B, 17, 1, 0, hex("01010101"), UDP);
    PacketBatch batch = Frames.snapped(LinkType.RAW, option, 22, 0);
    new Parser().parse(batch);
    assertEquals(0, batch.malformed[0]);
  }

  @Test
  void shouldOrderGroupsFromSureToUnsure() {
    assertTrue(Malformed.FRAGMENT_TINY.ordinal() < Malformed.FIRST_PROTECTED_ONLY);
    assertTrue(Malformed.FRAGMENT_LENGTH.ordinal() < Malformed.FIRST_BORDER_ONLY);
    assertTrue(Malformed.FIRST_PROTECTED_ONLY < Malformed.FIRST_BORDER_ONLY);
    for (Malformed one : Malformed.values()) {
      assertEquals(one == Malformed.NONE, one.text.isEmpty());
    }
    assertFalse(Malformed.PORT_ZERO.ordinal() < Malformed.FIRST_BORDER_ONLY);
  }

  private static Malformed judge(byte[] packet) {
    PacketBatch batch = Frames.whole(LinkType.RAW, packet);
    new Parser().parse(batch);
    return Malformed.values()[batch.malformed[0]];
  }

  private static Pair pair(String what, Malformed malformed, byte[] wrong, byte[] right) {
    return new Pair(what, malformed, wrong, right);
  }

  private static Pair flags(String what, int wrong, int right) {
    byte[] segment = tcp(1, 2, 3, 4, 0, NONE);
    return new Pair(
        what,
        Malformed.TCP_FLAGS,
        v4(6, with(segment, 13, wrong)),
        v4(6, with(segment, 13, right)));
  }

  private static byte[] v4(int protocol, byte[] payload) {
    return ipv4(A, B, protocol, payload);
  }

  private static byte[] v6(int first, String headers) {
    return ipv6(A6, B6, first, hex(headers));
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] length4(byte[] packet, int length) {
    return fixChecksum(with(packet, 3, length));
  }

  private static byte[] ttl4(int ttl) {
    return fixChecksum(with(V4, 8, ttl));
  }

  /** Returns an IPv6 packet with so many destination options headers before UDP. */
  private static byte[] chain(int count) {
    byte[] headers = NONE;
    for (int i = 0; i < count; i++) {
      headers = join(headers, hex(i == count - 1 ? "1100" : "3c00"), hex("0104 00000000"));
    }
    return ipv6HopLimit(64, A6, B6, 60, headers, UDP);
  }
}
