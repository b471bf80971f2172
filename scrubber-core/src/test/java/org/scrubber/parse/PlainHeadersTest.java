package org.scrubber.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.ethernet;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Tcp;

class PlainHeadersTest {
  private static final int IP = 14;

  private static final List<byte[]> PLAIN =
      List.of(
          ethernet(0x0800, Fixtures.SYN),
          ethernet(0x0800, Fixtures.UDP4),
          ethernet(0x0800, ipv4(Fixtures.A, Fixtures.B, 6, options())),
          ethernet(0x0800, ipv4(Fixtures.A, Fixtures.B, 6, tcp(1, 2, 3, 4, 0x18, counting(40)))),
          ethernet(0x86dd, Fixtures.UDP6),
          ethernet(0x86dd, ipv6(Fixtures.A6, Fixtures.B6, 17, udp(1, 2, hex("")))),
          ethernet(0x86dd, ipv6(Fixtures.A6, Fixtures.B6, 6, options())));

  private static byte[] options() {
    byte[] options = hex("0204 05b4 0402 080a 0000 0001 0000 0000 0103 0307");
    byte[] segment = tcp(40_000, 443, 7, 0, Tcp.SYN, options);
    segment[12] = (byte) 0xa0;
    return segment;
  }

  private static boolean reads(byte[] frame, int captured) {
    return PlainHeaders.read(Frames.snapped(LinkType.ETHERNET, frame, captured, 0xee), 0);
  }

  @Test
  void shouldReadWhatIsPlain() {
    for (byte[] frame : PLAIN) {
      assertTrue(reads(frame, frame.length), HexFormat.of().formatHex(frame));
    }
  }

  @Test
  void shouldLeaveTagsFragmentsAndOtherProtocolsToTheParser() {
    byte[] tagged = ethernet(0x8100, hex("0064 0800"), Fixtures.UDP4);
    byte[] fragment =
        ethernet(
            0x0800, ipv4(Fixtures.A, Fixtures.B, 17, 9, 0x2000, hex(""), udp(1, 2, counting(56))));
    byte[] esp = ethernet(0x0800, ipv4(Fixtures.A, Fixtures.B, 50, counting(48)));
    for (byte[] frame : List.of(tagged, fragment, esp)) {
      assertFalse(reads(frame, frame.length), HexFormat.of().formatHex(frame));
    }
    byte[] syn = PLAIN.getFirst();
    assertFalse(reads(syn, syn.length - 1), "a TCP header that was captured in part");
  }

  /** Damage anywhere, behind a checksum that is right again: it must not hide what is wrong. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithReferenceOnDamageBehindARightChecksum(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 25_000; round++) {
      byte[] frame = PLAIN.get(random.nextInt(PLAIN.size())).clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        int at = IP + random.nextInt(frame.length - IP);
        frame[at] = (byte) (random.nextBoolean() ? random.nextInt() : frame[at] ^ 1 << at % 8);
      }
      if (frame[12] == 0x08) {
        repair(frame);
      }
      int captured = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
      PacketBatch batch = Frames.snapped(LinkType.ETHERNET, frame, captured, 0xee);
      new Parser().parse(batch);
      assertEquals(
          ReferenceParser.parse(LinkType.ETHERNET, Arrays.copyOf(frame, captured), frame.length),
          Columns.of(batch, 0),
          () -> "seed " + seed + " of " + HexFormat.of().formatHex(frame));
    }
  }

  private static void repair(byte[] frame) {
    int length = Math.min((frame[IP] & 15) * 4, frame.length - IP) & ~1;
    frame[IP + 10] = 0;
    frame[IP + 11] = 0;
    int sum = 0;
    for (int at = IP; at < IP + length; at += 2) {
      sum += (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = ~((sum & 0xffff) + (sum >>> 16));
    frame[IP + 10] = (byte) (sum >>> 8);
    frame[IP + 11] = (byte) sum;
  }
}
