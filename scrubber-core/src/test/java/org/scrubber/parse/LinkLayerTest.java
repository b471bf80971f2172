package org.scrubber.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.join;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.LinkType;

class LinkLayerTest {
  private static final String MACS = "020000000002 020000000001 ";

  private record Link(String name, int linkType, String header) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Link> linksWithIpv4() {
    return Stream.of(
        ethernet("Ethernet", "0800"),
        ethernet("802.1Q", "8100 0064 0800"),
        ethernet("802.1ad", "88a8 0064 8100 00c8 0800"),
        ethernet("QinQ 9100", "9100 0064 8100 00c8 0800"),
        ethernet("QinQ 9200", "9200 0064 8100 00c8 0800"),
        ethernet("three tags", "88a8 0064 8100 00c8 8100 0001 0800"),
        ethernet("fifteen tags", "8100 0001 ".repeat(15) + "0800"),
        ethernet("one label", "8847 0001 0140"),
        ethernet("two labels", "8847 0001 0040 0002 0140"),
        ethernet("three labels", "8847 0001 0040 0002 0040 0003 0140"),
        ethernet("upstream label", "8848 0001 0140"),
        ethernet("tag and label", "8100 0064 8847 0001 0140"),
        ethernet("PPPoE", "8864 1100 0001 0036 0021"),
        ethernet("PPPoE in a VLAN", "8100 0007 8864 1100 0001 0036 0021"),
        ethernet("SNAP", "0036 aaaa 03 000000 0800"),
        ethernet("SNAP, bridged", "0036 aaaa 03 0000f8 0800"),
        ethernet("SNAP in a VLAN", "8100 0064 0036 aaaa 03 000000 0800"),
        new Link("BSD loopback, little endian", LinkType.NULL, "02000000"),
        new Link("BSD loopback, big endian", LinkType.NULL, "00000002"),
        new Link("OpenBSD loopback", LinkType.LOOP, "00000002"),
        new Link("cooked", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0800"),
        new Link(
            "cooked, tagged", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 8100 00640800"),
        new Link("cooked 2", LinkType.LINUX_SLL2, "0800 0000 00000002 0001 0006 020000000001 0000"),
        new Link("raw", LinkType.RAW, ""),
        new Link("raw, BSD", LinkType.RAW_BSD, ""),
        new Link("raw, OpenBSD", LinkType.RAW_OPENBSD, ""),
        new Link("raw IPv4", LinkType.IPV4, ""),
        new Link("PPP with framing", LinkType.PPP, "ff03 0021"),
        new Link("PPP without framing", LinkType.PPP, "0021"),
        new Link("PPP, compressed protocol", LinkType.PPP, "21"),
        new Link("PPP with framing, compressed protocol", LinkType.PPP_HDLC, "ff03 21"),
        new Link("Cisco HDLC", LinkType.C_HDLC, "0f00 0800"),
        new Link("Cisco HDLC, label", LinkType.C_HDLC, "0f00 8847 0001 0140"));
  }

  static Stream<Link> linksWithIpv6() {
    return Stream.of(
        ethernet("Ethernet", "86dd"),
        ethernet("802.1Q", "8100 0064 86dd"),
        ethernet("label", "8847 0001 0140"),
        ethernet("PPPoE", "8864 1100 0001 0036 0057"),
        new Link("cooked", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 86dd"),
        new Link("cooked 2", LinkType.LINUX_SLL2, "86dd 0000 00000002 0001 0006 020000000001 0000"),
        new Link("raw", LinkType.RAW, ""),
        new Link("raw IPv6", LinkType.IPV6, ""),
        new Link("PPP", LinkType.PPP, "ff03 0057"),
        new Link("PPP, compressed protocol", LinkType.PPP, "57"),
        new Link("Cisco HDLC", LinkType.C_HDLC, "8f00 86dd"));
  }

  static Stream<Link> linksWithoutIp() {
    return Stream.of(
        ethernet("ARP", "0806"),
        ethernet("LLDP", "88cc"),
        ethernet("PPPoE discovery", "8863 1109 0000 0004 0101"),
        ethernet("PPPoE, LCP", "8864 1100 0001 0036 c021"),
        ethernet("spanning tree", "0026 4242 03"),
        ethernet("SNAP of another organisation", "0036 aaaa 03 00000c 0800"),
        ethernet("SNAP, numbered frames", "0036 aaaa 00 000000 0800"),
        ethernet("length beyond 1500", "05dd aaaa 03 000000 0800"),
        ethernet("pseudowire with control word", "8847 0001 0140 00000000"),
        ethernet("IPv6 type", "86dd"),
        ethernet("sixteen tags", "8100 0001 ".repeat(16) + "0800"),
        ethernet("sixteen labels", "8847 " + "0001 0040 ".repeat(16)),
        new Link("BSD loopback, AppleTalk", LinkType.NULL, "10000000"),
        new Link("cooked ARP", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0806"),
        new Link("PPP, LCP", LinkType.PPP, "ff03 c021"),
        new Link("PPP, compressed TCP", LinkType.PPP, "ff03 002d"),
        new Link("Cisco keepalive", LinkType.C_HDLC, "8f00 8035"),
        new Link("wireless", 105, "0800"),
        new Link("no link type", -1, ""));
  }

  private static Link ethernet(String name, String typeAndTags) {
    return new Link(name, LinkType.ETHERNET, MACS + typeAndTags);
  }

  @ParameterizedTest
  @MethodSource("linksWithIpv4")
  void shouldFindIpv4(Link link) {
    int offset = hex(link.header).length;
    assertEquals(4 << 16 | offset, locate(link.linkType, join(hex(link.header), Fixtures.UDP4)));
  }

  @ParameterizedTest
  @MethodSource("linksWithIpv6")
  void shouldFindIpv6(Link link) {
    int offset = hex(link.header).length;
    assertEquals(6 << 16 | offset, locate(link.linkType, join(hex(link.header), Fixtures.UDP6)));
  }

  @ParameterizedTest
  @MethodSource("linksWithoutIp")
  void shouldLeaveEverythingElseAlone(Link link) {
    byte[] frame = join(hex(link.header), Fixtures.UDP4);
    assertEquals(LinkLayer.NOT_IP, locate(link.linkType, frame));
  }

  @ParameterizedTest
  @CsvSource({"10", "24", "28", "30"})
  void shouldKnowEverySystemsFamilyOfIpv6InBothByteOrders(int family) {
    String digits = "%02x".formatted(family);
    byte[] little = join(hex(digits + "000000"), Fixtures.UDP6);
    byte[] big = join(hex("000000" + digits), Fixtures.UDP6);
    assertEquals(6 << 16 | 4, locate(LinkType.NULL, little));
    assertEquals(6 << 16 | 4, locate(LinkType.NULL, big));
    assertEquals(6 << 16 | 4, locate(LinkType.LOOP, big));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x35, 0x55, 0x75, 0xf5})
  void shouldFindNoIpOfAnotherVersion(int first) {
    byte[] packet = Fixtures.UDP4.clone();
    packet[0] = (byte) first;
    assertEquals(LinkLayer.NOT_IP, locate(LinkType.RAW, packet));
    assertEquals(LinkLayer.NOT_IP, locate(LinkType.ETHERNET, join(hex(MACS + "0800"), packet)));
  }

  @Test
  void shouldFindTheHeaderWhenOneByteOfItIsCaptured() {
    byte[] frame = join(hex(MACS + "0800"), Fixtures.UDP4);
    assertEquals(LinkLayer.NOT_IP, locate(Frames.snapped(LinkType.ETHERNET, frame, 14, 0x45)));
    assertEquals(4 << 16 | 14, locate(Frames.snapped(LinkType.ETHERNET, frame, 15, 0)));
  }

  private static int locate(int linkType, byte[] frame) {
    return locate(Frames.whole(linkType, frame));
  }

  private static int locate(PacketBatch batch) {
    return LinkLayer.locate(batch.frameAddress[0], batch.capturedLength[0], batch.linkType[0]);
  }
}
