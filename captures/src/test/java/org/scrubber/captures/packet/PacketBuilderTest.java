package org.scrubber.captures.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketBuilderTest {
  private static final String OUTSIDE = "203.0.113.5";
  private static final String INSIDE = "198.18.0.10";

  @Test
  void shouldStackLinkLayersInTheOrderWritten() {
    byte[] frame =
        PacketBuilder.ethernet()
            .serviceVlan(7)
            .vlan(100)
            .mpls(16)
            .mpls(17)
            .ipv4(OUTSIDE, INSIDE)
            .udp(1, 2)
            .build();
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    assertEquals((short) 0x88A8, bytes.getShort(12));
    assertEquals(0x0007_8100, bytes.getInt(14));
    assertEquals(0x0064_8847, bytes.getInt(18));
    assertEquals(16 << 12 | 64, bytes.getInt(22));
    assertEquals(17 << 12 | 0x100 | 64, bytes.getInt(26));
    assertEquals(0x45, bytes.get(30));
  }

  @Test
  void shouldAnnounceTheFamilyInsidePppoe() {
    byte[] four = PacketBuilder.ethernet().pppoe(9).ipv4(OUTSIDE, INSIDE).udp(1, 2).build();
    byte[] six = PacketBuilder.ethernet().pppoe(9).ipv6("2a00::1", "2001:db8::1").udp(1, 2).build();
    assertEquals((short) 0x8864, ByteBuffer.wrap(four).getShort(12));
    assertEquals(30, ByteBuffer.wrap(four).getShort(18));
    assertEquals(0x0021, ByteBuffer.wrap(four).getShort(20));
    assertEquals(0x0057, ByteBuffer.wrap(six).getShort(20));
  }

  @Test
  void shouldChainExtensionHeaders() {
    byte[] packet =
        PacketBuilder.rawIp()
            .ipv6("2a00::1", "2001:db8::1")
            .hopByHop()
            .routing(0, 1)
            .destinationOptions()
            .fragment(0xABCD)
            .tcp(1, 2)
            .syn()
            .build();
    assertEquals(0, packet[6]);
    assertEquals(43, packet[40]);
    assertEquals(60, packet[48]);
    assertEquals(44, packet[56]);
    assertEquals(6, packet[64]);
    assertEquals(32 + 20, ByteBuffer.wrap(packet).getShort(4));
  }

  @Test
  void shouldCutAPacketIntoFragmentsThatJoinAgain() {
    byte[] payload = payload(3000);
    byte[] whole =
        PacketBuilder.rawIp().ipv4(OUTSIDE, INSIDE).udp(53, 4000).payload(payload).build();
    List<byte[]> parts =
        PacketBuilder.rawIp()
            .ipv4(OUTSIDE, INSIDE)
            .udp(53, 4000)
            .payload(payload)
            .buildFragments(1480);
    assertEquals(3, parts.size());
    ByteBuffer joined = ByteBuffer.allocate(3008);
    for (byte[] part : parts) {
      int flagsAndOffset = ByteBuffer.wrap(part).getShort(6);
      assertEquals(joined.position(), (flagsAndOffset & 0x1FFF) * 8);
      joined.put(part, 20, part.length - 20);
      assertEquals(joined.hasRemaining() ? 0x2000 : 0, flagsAndOffset & 0x2000);
    }
    assertArrayEquals(joined.array(), Arrays.copyOfRange(whole, 20, whole.length));
  }

  @Test
  void shouldCutAnIpv6PacketBehindItsFragmentHeader() {
    List<byte[]> parts =
        PacketBuilder.rawIp()
            .ipv6("2a00::1", "2001:db8::1")
            .fragment(1)
            .udp(53, 4000)
            .payload(payload(2000))
            .buildFragments(1448);
    assertEquals(2, parts.size());
    assertEquals(1, ByteBuffer.wrap(parts.get(0)).getShort(42));
    assertEquals(1448, ByteBuffer.wrap(parts.get(1)).getShort(42));
  }

  @Test
  void shouldRefuseToCutWhatHasNoFragmentField() {
    PacketBuilder packet = PacketBuilder.rawIp().ipv6("2a00::1", "2001:db8::1").udp(1, 2);
    assertThrows(IllegalStateException.class, () -> packet.buildFragments(1280));
  }

  @Test
  void shouldGiveValidChecksums() {
    byte[] packet =
        PacketBuilder.rawIp().ipv4(OUTSIDE, INSIDE).tcp(1, 2).payload(payload(33)).build();
    assertEquals(0, InternetChecksum.of(Arrays.copyOf(packet, 20)));
    byte[] segment = Arrays.copyOfRange(packet, 20, packet.length);
    byte[] addresses = Arrays.copyOfRange(packet, 12, 20);
    assertEquals(0, InternetChecksum.of(addresses, 6, segment));
  }

  @Test
  void shouldBeWrongOnlyWhereAsked() {
    byte[] right = PacketBuilder.rawIp().ipv4(OUTSIDE, INSIDE).udp(1, 2).payload("hello").build();
    byte[] wrong =
        PacketBuilder.rawIp()
            .ipv4(OUTSIDE, INSIDE)
            .badIpChecksum()
            .udp(1, 2)
            .payload("hello")
            .build();
    assertNotEquals(ByteBuffer.wrap(right).getShort(10), ByteBuffer.wrap(wrong).getShort(10));
    wrong[10] = right[10];
    wrong[11] = right[11];
    assertArrayEquals(right, wrong);
  }

  @Test
  void shouldClaimWhatItIsToldToClaim() {
    byte[] packet =
        PacketBuilder.rawIp()
            .ipv4(OUTSIDE, INSIDE)
            .ihl(3)
            .totalLength(9999)
            .tcp(1, 2)
            .dataOffset(15)
            .build();
    assertEquals(0x43, packet[0]);
    assertEquals(9999, ByteBuffer.wrap(packet).getShort(2));
    assertEquals((byte) 0xF0, packet[32]);
    byte[] udp = PacketBuilder.rawIp().ipv4(OUTSIDE, INSIDE).udp(1, 2).udpLength(4).build();
    assertEquals(4, ByteBuffer.wrap(udp).getShort(24));
  }

  @Test
  void shouldCutAtTheSnapLength() {
    PacketBuilder packet = PacketBuilder.ethernet().ipv4(OUTSIDE, INSIDE).udp(1, 2);
    assertEquals(20, packet.truncated(20).length);
    assertEquals(42, packet.truncated(96).length);
  }

  @Test
  void shouldQuoteThePacketThatWasTooBig() {
    byte[] quoted = PacketBuilder.rawIp().ipv4(INSIDE, OUTSIDE).tcp(443, 5000).build();
    byte[] packet =
        PacketBuilder.rawIp().ipv4("21.0.0.1", INSIDE).packetTooBig(1400, quoted).build();
    assertEquals(3, packet[20]);
    assertEquals(4, packet[21]);
    assertEquals(1400, ByteBuffer.wrap(packet).getInt(24));
    assertEquals(28 + quoted.length, packet.length);
    byte[] six =
        PacketBuilder.rawIp()
            .ipv6("2a00::1", "2001:db8::1")
            .packetTooBig(1280, payload(48))
            .build();
    assertEquals(2, six[40]);
    assertEquals(58, six[6]);
  }

  @Test
  void shouldCarryFramesInGre() {
    byte[] packet =
        PacketBuilder.rawIp()
            .ipv4(OUTSIDE, INSIDE)
            .gre()
            .key(5)
            .ethernetInside()
            .ipv4("10.0.0.1", "10.0.0.2")
            .esp(1, 2)
            .build();
    assertEquals(47, packet[9]);
    assertEquals(0x2000_6558, ByteBuffer.wrap(packet).getInt(20));
    assertEquals(0x0800, ByteBuffer.wrap(packet).getShort(40));
    assertEquals(50, packet[51]);
  }

  private static byte[] payload(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
