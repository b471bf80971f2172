package org.scrubber.captures.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.wire.Memory;

class FrameTest {
  private static final int SYN = 2;
  private static final int ACK_PSH = 0x18;
  private static final byte[] LINUX = {
    2, 4, 5, (byte) 0xB4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7
  };

  private final Arena arena = Arena.ofAuto();
  private final long memory = arena.allocate(2_048, 64).address();
  private final Frame frame = new Frame();

  @Test
  void shouldWriteSynAsPacketBuilderDoes() {
    Address client = Address.parse("11.0.5.6");
    Address server = Address.parse("198.18.0.10");
    frame.begin(memory, true);
    frame
        .ip(client, server, 54, 257, true)
        .tcp(51_000, 443, 0x33445566, 0, SYN, 64_240)
        .options(LINUX)
        .optionWord(8, 0x112233);
    Endpoints ends = Endpoints.of("11.0.5.6", 51_000, "198.18.0.10", 443);
    byte[] expected =
        Fingerprints.linuxSyn(PacketBuilder.rawIp(), ends, 54, 257, 0x33445566, 0x112233).build();
    assertArrayEquals(expected, packet());
  }

  @Test
  void shouldWriteIpv6SegmentOfOddLengthAsPacketBuilderDoes() {
    Address client = Address.parse("2a00:1::5");
    Address server = Address.parse("2001:db8:1::a");
    byte[] payload = new RandomStream(3).bytes(777);
    frame.begin(memory, true);
    frame.ip(client, server, 55, 0, true).tcp(50_000, 443, 7, 9, ACK_PSH, 500).bytes(payload);
    byte[] expected =
        PacketBuilder.rawIp()
            .ipv6("2a00:1::5", "2001:db8:1::a")
            .hopLimit(55)
            .tcp(50_000, 443)
            .psh()
            .seq(7)
            .ack(9)
            .window(500)
            .payload(payload)
            .build();
    assertArrayEquals(expected, packet());
  }

  @Test
  void shouldWriteDatagramAsPacketBuilderDoes() {
    frame.begin(memory, true);
    frame
        .ip(Address.parse("26.9.8.7"), Address.parse("198.18.0.10"), 50, 0, true)
        .udp(123, 80)
        .fill(0xAB, 300);
    byte[] expected =
        PacketBuilder.rawIp()
            .ipv4("26.9.8.7", "198.18.0.10")
            .ttl(50)
            .id(0)
            .df()
            .udp(123, 80)
            .payload(300, 0xAB)
            .build();
    assertArrayEquals(expected, packet());
  }

  @Test
  void shouldRepeatRandomPayloadOfStream() {
    frame.begin(memory, true);
    frame.ip(Address.v4(1), Address.v4(2), 64, 1, false).udp(1, 2).random(new RandomStream(5), 13);
    byte[] first = packet();
    frame.begin(memory, true);
    frame.ip(Address.v4(1), Address.v4(2), 64, 1, false).udp(1, 2).random(new RandomStream(5), 13);
    assertArrayEquals(first, packet());
  }

  @Test
  void shouldCallOnlyTestNetworksSafe() {
    assertTrue(isSafe("11.0.0.1", "198.18.0.1", true));
    assertTrue(isSafe("11.0.0.1", "198.19.255.255", true));
    assertFalse(isSafe("11.0.0.1", "198.20.0.0", true));
    assertTrue(isSafe("2a00::1", "2001:db8:1::1", true));
    assertFalse(isSafe("2a00::1", "2001:db9::1", true));
    assertTrue(isSafe("198.18.0.1", "11.0.0.1", false));
  }

  private boolean isSafe(String source, String target, boolean inbound) {
    frame.begin(memory, inbound);
    frame.ip(Address.parse(source), Address.parse(target), 64, 1, false).udp(1, 2).end();
    return frame.isSafe();
  }

  /** Ends the frame and returns what is behind its link header. */
  private byte[] packet() {
    byte[] bytes = new byte[frame.end()];
    Memory.copy(memory, bytes, 0, bytes.length);
    return Arrays.copyOfRange(bytes, 14, bytes.length);
  }
}
