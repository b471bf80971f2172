package org.scrubber.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.captures.packet.PacketBuilder.rawIp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.explain.Explanation.Layer;
import org.scrubber.wire.LinkType;

class DissectorTest {
  private static final String OUT = "203.0.113.7";
  private static final String IN = "198.51.100.10";

  private static List<Layer> dissect(byte[] frame, int captured, int linkType) {
    try (Arena arena = Arena.ofConfined()) {
      // Exactly what was captured: a byte further would be another allocation's.
      MemorySegment memory = arena.allocate(Math.max(1, captured));
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, captured);
      return Dissector.dissect(memory.address(), captured, linkType);
    }
  }

  private static String protocols(byte[] frame, int linkType) {
    return String.join(
        " ", dissect(frame, frame.length, linkType).stream().map(Layer::protocol).toList());
  }

  private static byte[] inner() {
    return rawIp().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 2).build();
  }

  private static byte[] with(byte[] header, byte[] rest) {
    return ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).array();
  }

  @Test
  void shouldNameTagsLabelsAndSessions() {
    byte[] vlan = ethernet().serviceVlan(7).vlan(12).ipv4(OUT, IN).udp(53, 99).build();
    assertEquals("ethernet vlan vlan ipv4 udp", protocols(vlan, LinkType.ETHERNET));
    byte[] mpls = ethernet().mpls(100).mpls(200).ipv6("2001:db8::1", "2001:db8::2").build();
    assertTrue(protocols(mpls, LinkType.ETHERNET).startsWith("ethernet mpls mpls ipv6"));
    byte[] pppoe = ethernet().pppoe(9).ipv4(OUT, IN).tcp(1, 2).build();
    assertEquals("ethernet pppoe ppp ipv4 tcp", protocols(pppoe, LinkType.ETHERNET));
  }

  @Test
  void shouldShowInnerHeadersOfTunnels() {
    byte[] vxlan =
        ethernet()
            .ipv4(OUT, IN)
            .udp(40_000, 4789)
            .payload(with(new byte[] {8, 0, 0, 0, 0, 0, 42, 0}, inEthernet()))
            .build();
    assertEquals("ethernet ipv4 udp vxlan ethernet ipv4 tcp", protocols(vxlan, LinkType.ETHERNET));
    byte[] geneve =
        ethernet()
            .ipv4(OUT, IN)
            .udp(40_000, 6081)
            .payload(with(new byte[] {1, 0, 8, 0, 0, 0, 42, 0, 1, 2, 3, 4}, inner()))
            .build();
    assertEquals("ethernet ipv4 udp geneve ipv4 tcp", protocols(geneve, LinkType.ETHERNET));
    byte[] gtp =
        ethernet()
            .ipv4(OUT, IN)
            .udp(2152, 2152)
            .payload(with(new byte[] {0x30, (byte) 255, 0, 40, 0, 0, 0, 1}, inner()))
            .build();
    assertEquals("ethernet ipv4 udp gtp-u ipv4 tcp", protocols(gtp, LinkType.ETHERNET));
  }

  private static byte[] gpe(int flags, int next, byte[] carried) {
    byte[] header = {(byte) flags, 0, 0, (byte) next, 0, 0, 42, 0};
    return ethernet().ipv4(OUT, IN).udp(40_000, 4790).payload(with(header, carried)).build();
  }

  @Test
  void shouldShowWhatVxlanGpeNames() {
    byte[] six = rawIp().ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).build();
    String outer = "ethernet ipv4 udp vxlan-gpe";
    assertEquals(outer + " ipv4 tcp", protocols(gpe(0x0c, 1, inner()), LinkType.ETHERNET));
    assertEquals(outer + " ipv6 udp", protocols(gpe(0x0c, 2, six), LinkType.ETHERNET));
    String frame = outer + " ethernet ipv4 tcp";
    assertEquals(frame, protocols(gpe(0x0c, 3, inEthernet()), LinkType.ETHERNET));
    assertEquals(frame, protocols(gpe(0x08, 0, inEthernet()), LinkType.ETHERNET), "bit P unset");
    byte[] service = gpe(0x0d, 4, inner());
    assertEquals(outer, protocols(service, LinkType.ETHERNET));
    Layer last = dissect(service, service.length, LinkType.ETHERNET).getLast();
    assertEquals("vni 42   oam   next protocol 4", last.fields());
    byte[] cut = gpe(0x0c, 1, new byte[0]);
    assertEquals(outer + " ip", protocols(cut, LinkType.ETHERNET));
  }

  @Test
  void shouldShowWhatTeredoCarriesBehindItsOwnHeaders() {
    byte[] six = rawIp().ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).build();
    byte[] origin = {0, 0, 18, 52, 1, 2, 3, 4};
    byte[] authentication = {0, 1, 2, 3, 10, 11, 20, 21, 22, 1, 2, 3, 4, 5, 6, 7, 8, 0};
    for (byte[] header :
        List.of(new byte[0], origin, authentication, with(authentication, origin))) {
      byte[] frame = ethernet().ipv4(OUT, IN).udp(40_000, 3544).payload(with(header, six)).build();
      assertEquals("ethernet ipv4 udp teredo ipv6 udp", protocols(frame, LinkType.ETHERNET));
    }
    byte[] other = ethernet().ipv4(OUT, IN).udp(40_000, 3544).payload("HELLO, WORLD").build();
    assertEquals("ethernet ipv4 udp payload", protocols(other, LinkType.ETHERNET));
  }

  @Test
  void shouldShowMirroredFrames() {
    byte[] one = {0, 0, (byte) 0x88, (byte) 0xbe};
    assertEquals("ethernet ipv4 gre erspan ethernet ipv4 tcp", mirrored(one));
    byte[] two = {0x10, 0, (byte) 0x88, (byte) 0xbe, 0, 0, 0, 1, 16, 7, 0, 99, 0, 0, 0, 0};
    assertEquals("ethernet ipv4 gre erspan ethernet ipv4 tcp", mirrored(two));
    byte[] three = {0x10, 0, 0x22, (byte) 0xeb, 0, 0, 0, 1, 32, 7, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0};
    assertEquals("ethernet ipv4 gre erspan ethernet ipv4 tcp", mirrored(three));
    three[19] = 1; // A subheader of 8 bytes follows.
    assertEquals("ethernet ipv4 gre erspan ethernet ipv4 tcp", mirrored(with(three, new byte[8])));
  }

  private static String mirrored(byte[] header) {
    byte[] frame =
        ethernet().ipv4(OUT, IN).protocol(47).payload(with(header, inEthernet())).build();
    return protocols(frame, LinkType.ETHERNET);
  }

  private static byte[] inEthernet() {
    return ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 2).build();
  }

  @Test
  void shouldShowWhatAnIcmpErrorQuotes() {
    byte[] error = ethernet().ipv4(OUT, IN).portUnreachable(inner()).build();
    assertEquals("ethernet ipv4 icmp ipv4 tcp", protocols(error, LinkType.ETHERNET));
  }

  @Test
  void shouldReadFieldsOfHeaders() {
    byte[] frame = ethernet().ipv4(OUT, IN).udp(53, 33_000).payload("hello").build();
    List<Layer> layers = dissect(frame, frame.length, LinkType.ETHERNET);
    assertTrue(layers.get(1).fields().startsWith(OUT + " → " + IN), layers.get(1).fields());
    assertEquals("53 → 33000   length 13", layers.get(2).fields());
    assertTrue(layers.get(3).fields().endsWith("|hello|"), layers.get(3).fields());
  }

  @Test
  void shouldEndHoweverDeepAPacketNests() {
    byte[] packet = inner();
    for (int depth = 0; depth < 40; depth++) {
      packet = with(rawIp().ipv4(OUT, IN).protocol(4).payload(packet).build(), new byte[0]);
    }
    assertEquals(Dissector.MAX_LAYERS, dissect(packet, packet.length, LinkType.RAW).size());
  }

  static Stream<byte[]> frames() {
    return Stream.of(
        ethernet().vlan(1).ipv4(OUT, IN).tcp(1, 2).payload("x").build(),
        ethernet().ipv6("2001:db8::1", "2001:db8::2").hopByHop().fragment(7).udp(1, 2).build(),
        ethernet().ipv4(OUT, IN).portUnreachable(inner()).build(),
        ethernet().ipv4(OUT, IN).udp(3544, 9).payload(new byte[] {0, 1, 0, 0, 1, 2}).build(),
        ethernet().ipv4(OUT, IN).protocol(47).payload(new byte[] {16, 0, 34, -21}).build(),
        ethernet().mpls(5).ipv4(OUT, IN).udp(2152, 2152).payload(64, 0x37).build());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void shouldReadNothingBeyondWhatWasCaptured(byte[] frame) {
    for (int captured = 0; captured <= frame.length; captured++) {
      List<Layer> layers = dissect(frame, captured, LinkType.ETHERNET);
      assertTrue(layers.size() <= Dissector.MAX_LAYERS);
    }
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = frame.clone();
      for (int k = 0; k < 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      dissect(damaged, random.nextInt(damaged.length + 1), LinkType.ETHERNET);
    }
  }
}
