package org.scrubber.io.xdp.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.PacketLine;

class OwnershipTest {
  private static final int WORKERS = 5;

  private final Ownership ownership = new Ownership(WORKERS);
  private final SplittableRandom random = new SplittableRandom(20_261_130);

  private int owner(byte[] frame, int capturedBytes, int side) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(frame.length);
      MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
      return ownership.ownerOf(memory.address(), capturedBytes, side);
    }
  }

  private int owner(byte[] frame, int side) {
    return owner(frame, frame.length, side);
  }

  private static byte[] udp(String source, String target, boolean tagged) {
    PacketBuilder link = PacketBuilder.ethernet();
    if (tagged) {
      link = link.vlan(7);
    }
    PacketBuilder network =
        source.contains(":") ? link.ipv6(source, target) : link.ipv4(source, target);
    return network.udp(4000, 53).payload("question").build();
  }

  private String address(boolean v6) {
    int network = random.nextInt(1 << 16);
    return v6
        ? "2001:db8:%x:%x::%x".formatted(network >> 8, network & 0xff, random.nextInt(1, 1 << 16))
        : "198.18.%d.%d".formatted(network & 0xff, random.nextInt(256));
  }

  @Test
  void shouldGiveBothDirectionsOfAFlowToTheSameWorker() {
    for (int k = 0; k < 2_000; k++) {
      boolean v6 = random.nextBoolean();
      String outside = v6 ? "2a00:1::" + k : "21.7." + (k >> 8) + "." + (k & 0xff);
      String inside = address(v6);
      boolean tagged = random.nextBoolean();
      assertEquals(
          owner(udp(outside, inside, tagged), PacketLine.OUTSIDE),
          owner(udp(inside, outside, !tagged), PacketLine.INSIDE));
    }
  }

  @Test
  void shouldGiveANetworkToOneWorkerAndNetworksToAll() {
    int[] networks = new int[WORKERS];
    for (int network = 0; network < 250; network++) {
      int owner = owner(udp("21.1.1.1", "198.18." + network + ".1", false), PacketLine.OUTSIDE);
      assertEquals(
          owner, owner(udp("9.9.9.9", "198.18." + network + ".254", false), PacketLine.OUTSIDE));
      networks[owner]++;
    }
    for (int count : networks) {
      assertTrue(count > 30 && count < 70, () -> java.util.Arrays.toString(networks));
    }
  }

  @Test
  void shouldLeaveWhatIsNotIpOrCutShortToWhoeverReceivedIt() {
    byte[] frame = udp("21.1.1.1", "198.18.0.1", false);
    for (int capturedBytes = 0; capturedBytes < 34; capturedBytes++) {
      assertEquals(Ownership.NOBODY, owner(frame, capturedBytes, PacketLine.OUTSIDE));
    }
    byte[] arp = frame.clone();
    arp[13] = 6;
    assertEquals(Ownership.NOBODY, owner(arp, PacketLine.OUTSIDE));
  }
}
