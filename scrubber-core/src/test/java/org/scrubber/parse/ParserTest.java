package org.scrubber.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.parse.Fixtures.A;
import static org.scrubber.parse.Fixtures.A6;
import static org.scrubber.parse.Fixtures.B;
import static org.scrubber.parse.Fixtures.B6;
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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.table.AllocatedBytes;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Tcp;

class ParserTest {
  private static final byte[] NONE = new byte[0];

  private final Parser parser = new Parser();

  private Columns raw(byte[] packet) {
    return parse(LinkType.RAW, packet);
  }

  private Columns parse(int linkType, byte[] frame) {
    PacketBatch batch = Frames.whole(linkType, frame);
    parser.parse(batch);
    return Columns.of(batch, 0);
  }

  @Test
  void shouldReadIpv4UdpPacket() {
    // The header that Wikipedia's article on the checksum computes.
    byte[] packet =
        join(
            hex("4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7"),
            hex("e97c 0035 005f 0000"),
            counting(87));
    Columns columns = parse(LinkType.ETHERNET, ethernet(0x0800, packet));
    assertEquals(4, columns.family());
    assertEquals(0, columns.sourceHigh());
    assertEquals(0xc0a8_0001L, columns.sourceLow());
    assertEquals(0, columns.targetHigh());
    assertEquals(0xc0a8_00c7L, columns.targetLow());
    assertEquals(0xe97c << 16 | 53, columns.ports());
    assertEquals(17, columns.protocol());
    assertEquals(64, columns.timeToLive());
    assertEquals(ParseFlags.HAS_PORTS, columns.parseFlags());
    assertEquals(14, columns.networkOffset());
    assertEquals(34, columns.transportOffset());
    assertEquals(42, columns.payloadOffset());
    assertEquals(87, columns.payloadLength());
    assertEquals(Malformed.NONE, columns.malformed());
    assertEquals(0, columns.fragmentId());
  }

  @Test
  void shouldReadIpv6TcpPacket() {
    byte[] segment = tcp(49_152, 443, 1, 2, Tcp.ACK | Tcp.PSH, counting(33));
    Columns columns = raw(ipv6("2001:db8::dead:beef", "2001:db8:ffff::1", 6, segment));
    assertEquals(6, columns.family());
    assertEquals(0x2001_0db8_0000_0000L, columns.sourceHigh());
    assertEquals(0xdead_beefL, columns.sourceLow());
    assertEquals(0x2001_0db8_ffff_0000L, columns.targetHigh());
    assertEquals(1, columns.targetLow());
    assertEquals(49_152 << 16 | 443, columns.ports());
    assertEquals(6, columns.protocol());
    assertEquals(Tcp.ACK | Tcp.PSH, columns.tcpFlags());
    assertEquals(64, columns.timeToLive());
    assertEquals(0, columns.networkOffset());
    assertEquals(40, columns.transportOffset());
    assertEquals(60, columns.payloadOffset());
    assertEquals(33, columns.payloadLength());
    assertEquals(Malformed.NONE, columns.malformed());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 40})
  void shouldSkipIpv4Options(int optionsLength) {
    byte[] options = new byte[optionsLength];
    Columns columns = raw(ipv4(A, B, 17, 1, 0, options, udp(9, 10, counting(11))));
    assertEquals(20 + optionsLength, columns.transportOffset());
    assertEquals(9 << 16 | 10, columns.ports());
    assertEquals(11, columns.payloadLength());
    assertEquals(Malformed.NONE, columns.malformed());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 10, 15})
  void shouldSkipTcpOptions(int words) {
    byte[] segment = tcp(9, 10, 1, 0, Tcp.SYN, counting(40));
    segment[12] = (byte) (words << 4);
    Columns columns = raw(ipv4(A, B, 6, segment));
    assertEquals(20 + words * 4, columns.payloadOffset());
    assertEquals(60 - words * 4, columns.payloadLength());
  }

  @Test
  void shouldTakeTotalLengthZeroForOffloadedSegment() {
    byte[] packet = ipv4(A, B, 6, tcp(443, 40_000, 1, 2, Tcp.ACK, counting(3_000)));
    packet[2] = 0;
    packet[3] = 0;
    Columns columns = raw(packet);
    assertEquals(3_000, columns.payloadLength());
    assertEquals(Malformed.IP_CHECKSUM, columns.malformed()); // Unfinished as well.
    assertTrue(columns.has(ParseFlags.BAD_CHECKSUM));
  }

  @Test
  void shouldNotCountEthernetPaddingAsPayload() {
    byte[] frame = ethernet(0x0800, ipv4(A, B, 6, tcp(1, 2, 3, 0, Tcp.SYN, NONE)), new byte[6]);
    assertEquals(0, parse(LinkType.ETHERNET, frame).payloadLength());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1100 0502 0000 0100",
    "60, 1100 0104 0000 0000",
    "43, 1102 0401 00000000 00000000 00000000 00000000 00000000",
    "44, 1100 0000 0000 0077",
    "51, 1104 0000 00000001 00000002 00000000 00000000 00000000",
    "135, 1100 0000 0000 0000",
    "0, 3c00 0502 0000 0100 1100 0104 0000 0000"
  })
  void shouldWalkExtensionHeaders(int first, String headers) {
    byte[] chain = hex(headers);
    Columns columns = raw(ipv6(A6, B6, first, chain, udp(9, 10, counting(11))));
    assertEquals(17, columns.protocol());
    assertEquals(9 << 16 | 10, columns.ports());
    assertEquals(40 + chain.length, columns.transportOffset());
    assertEquals(11, columns.payloadLength());
    assertEquals(Malformed.NONE, columns.malformed());
    assertFalse(columns.has(ParseFlags.FRAGMENT)); // An atomic fragment is a whole packet.
  }

  @Test
  void shouldReadPortsOfFirstFragmentOnly() {
    byte[] start = udp(53, 4_444, counting(1_472));
    Columns first = raw(ipv4(A, B, 17, 0xabcd, 0x2000, NONE, start));
    assertEquals(
        ParseFlags.FRAGMENT | ParseFlags.MORE_FRAGMENTS | ParseFlags.HAS_PORTS, flags(first));
    assertEquals(53 << 16 | 4_444, first.ports());
    assertEquals(0xabcd, first.fragmentId());
    assertEquals(1_472, first.payloadLength());
    assertEquals(Malformed.NONE, first.malformed());

    Columns last = raw(ipv4(A, B, 17, 0xabcd, 185, NONE, counting(333)));
    assertEquals(ParseFlags.FRAGMENT | ParseFlags.LATER_FRAGMENT, flags(last));
    assertEquals(0, last.ports());
    assertEquals(-1, last.transportOffset());
    assertEquals(1_480, last.fragmentOffset());
    assertEquals(333, last.payloadLength());
    assertEquals(0xabcd, last.fragmentId());
    assertEquals(17, last.protocol());
  }

  @Test
  void shouldReadIpv6Fragments() {
    Columns first =
        raw(ipv6(A6, B6, 44, hex("1100 0001 89ab cdef"), udp(53, 4_444, counting(1_200))));
    assertEquals(
        ParseFlags.FRAGMENT | ParseFlags.MORE_FRAGMENTS | ParseFlags.HAS_PORTS, flags(first));
    assertEquals(0x89ab_cdef, first.fragmentId());
    assertEquals(48, first.transportOffset());

    Columns last = raw(ipv6(A6, B6, 44, hex("1100 04b8 89ab cdef"), counting(99)));
    assertEquals(ParseFlags.FRAGMENT | ParseFlags.LATER_FRAGMENT, flags(last));
    assertEquals(1_208, last.fragmentOffset());
    assertEquals(99, last.payloadLength());
    assertEquals(-1, last.transportOffset());
  }

  @Test
  void shouldNotTakeDoNotFragmentForFragment() {
    assertFalse(raw(ipv4(A, B, 17, 1, 0x4000, NONE, udp(1, 2, NONE))).has(ParseFlags.FRAGMENT));
  }

  @Test
  void shouldMakeEchoRequestAndReplyOneFlow() {
    Columns request = raw(ipv4(A, B, 1, icmp(8, 0, 0xbeef, counting(8))));
    Columns reply = raw(ipv4(B, A, 1, icmp(0, 0, 0xbeef, counting(8))));
    assertEquals(0xbeef_beef, request.ports());
    assertEquals(0xbeef_beef, reply.ports());
    assertTrue(request.has(ParseFlags.HAS_PORTS));
    Columns request6 = raw(ipv6(A6, B6, 58, icmp(128, 0, 0x1234, counting(8))));
    Columns reply6 = raw(ipv6(B6, A6, 58, icmp(129, 0, 0x1234, counting(8))));
    assertEquals(0x1234_1234, request6.ports());
    assertEquals(request6.ports(), reply6.ports());
    assertEquals(8, request6.payloadLength());
  }

  @Test
  void shouldShowTypeAndCodeOfIcmpErrorAndWhereItsQuoteBegins() {
    Columns error = raw(ipv4(A, B, 1, icmp(3, 4, 0, Fixtures.SYN)));
    assertEquals(3 << 8 | 4, error.ports());
    assertEquals(ParseFlags.ICMP_ERROR, flags(error));
    assertEquals(28, error.payloadOffset());
    assertEquals(Fixtures.SYN.length, error.payloadLength());
    assertEquals(ParseFlags.ICMP_ERROR, flags(raw(ipv6(A6, B6, 58, icmp(2, 0, 0, Fixtures.UDP6)))));
    assertEquals(0, flags(raw(ipv4(A, B, 1, icmp(13, 0, 0, counting(12))))));
  }

  @ParameterizedTest
  @ValueSource(ints = {133, 134, 135, 136, 137})
  void shouldTakeNeighbourDiscoveryForLinkControlOnlyFromTheLink(int type) {
    byte[] message = icmp(type, 0, 0, counting(16));
    assertEquals(ParseFlags.LINK_CONTROL, flags(raw(ipv6HopLimit(255, A6, B6, 58, message))));
    assertEquals(0, flags(raw(ipv6HopLimit(254, A6, B6, 58, message))));
  }

  @ParameterizedTest
  @ValueSource(ints = {130, 131, 132, 143})
  void shouldTakeListenerReportsForLinkControlOnlyFromTheLink(int type) {
    byte[] message = icmp(type, 0, 0, counting(16));
    assertEquals(
        ParseFlags.LINK_CONTROL, flags(raw(ipv6HopLimit(1, "fe80::1", "ff02::16", 58, message))));
    assertEquals(
        ParseFlags.LINK_CONTROL, flags(raw(ipv6HopLimit(1, "::", "ff02::16", 58, message))));
    assertEquals(0, flags(raw(ipv6HopLimit(2, "fe80::1", "ff02::16", 58, message))));
    assertEquals(0, flags(raw(ipv6HopLimit(1, A6, B6, 58, message))));
  }

  @Test
  void shouldNotTakeTheOtherFamilysIcmpForIcmp() {
    Columns columns = raw(ipv6HopLimit(255, A6, B6, 1, icmp(135, 0, 0, counting(16))));
    assertEquals(0, columns.parseFlags());
    assertEquals(0, raw(ipv4(A, B, 58, icmp(8, 0, 7, counting(16)))).ports());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 47, 50, 51, 89, 103, 112, 132, 255})
  void shouldReadOtherProtocolsByTheirOuterHeader(int protocol) {
    Columns columns = raw(ipv4(A, B, protocol, counting(64)));
    assertEquals(protocol, columns.protocol());
    assertEquals(20, columns.transportOffset());
    assertEquals(20, columns.payloadOffset());
    assertEquals(64, columns.payloadLength());
    assertEquals(0, columns.ports());
    assertEquals(0, columns.parseFlags());
    assertEquals(Malformed.NONE, columns.malformed());
  }

  @Test
  void shouldSayWhenLinkTypeCannotBeRead() {
    assertEquals(ParseFlags.UNREADABLE_LINK, flags(parse(105, Fixtures.UDP4)));
    assertEquals(0, flags(parse(LinkType.ETHERNET, ethernet(0x0806, counting(28)))));
  }

  @Test
  void shouldJudgeSnappedPacketByWhatIsThere() {
    byte[] frame = ipv4(A, B, 6, tcp(443, 40_000, 8, 9, Tcp.ACK, counting(1_000)));
    PacketBatch batch = Frames.snapped(LinkType.RAW, frame, 34, 0);
    parser.parse(batch);
    Columns columns = Columns.of(batch, 0);
    assertEquals(Malformed.NONE, columns.malformed());
    assertEquals(Tcp.ACK, columns.tcpFlags());
    assertEquals(1_000, columns.payloadLength());
    assertEquals(-1, columns.payloadOffset());
  }

  @Test
  void shouldAllocateNothing() {
    byte[][] frames =
        Fixtures.all().stream()
            .filter(fixture -> fixture.linkType() == LinkType.RAW)
            .map(Fixtures.Fixture::frame)
            .toArray(byte[][]::new);
    PacketBatch batch = Frames.whole(LinkType.RAW, frames);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int round = 0; round < 5_000; round++) {
                parser.parse(batch);
              }
            });
    assertEquals(0, allocated);
  }

  private static int flags(Columns columns) {
    return columns.parseFlags();
  }
}
