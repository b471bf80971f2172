package org.scrubber.io.afpacket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.scrubber.wire.Memory;

class VlanTagTest {
  // Needs a checksum, TCP over IPv4, headers of 54 bytes, segments of 1,448, from 34, at 16.
  private static final String HEADER = "01 01 3600 a805 2200 1000";
  private static final String FRAME = "020000000001 020000000002 0800 45";

  @Test
  void shouldInsertATagAndMoveWhatTheKernelIsToldOfTheFrame() {
    try (Arena arena = Arena.ofConfined()) {
      long frame = frame(arena, HEADER + FRAME);
      long tagged = VlanTag.insert(frame, 0x8100, 0x602a);
      assertEquals(frame - 4, tagged);
      assertEquals(
          "01013a00a80526001000" + "020000000001020000000002" + "8100602a" + "080045",
          hex(tagged - VnetHeader.BYTES, 29));
      assertTrue(VnetHeader.isSuperPacket(tagged));
      assertTrue(VnetHeader.needsChecksum(tagged));
      assertEquals(38, VnetHeader.checksumStart(tagged));
      assertEquals(16, VnetHeader.checksumOffset(tagged));
      assertEquals(0x8100, VlanTag.type(tagged));
    }
  }

  @Test
  void shouldLeaveAnEmptyHeaderEmpty() {
    try (Arena arena = Arena.ofConfined()) {
      long tagged = VlanTag.insert(frame(arena, "00".repeat(10) + FRAME), 0x88a8, 7);
      assertEquals("00".repeat(10), hex(tagged - VnetHeader.BYTES, 10));
      assertFalse(VnetHeader.isSuperPacket(tagged));
      assertEquals(0x88a8, VlanTag.type(tagged));
    }
  }

  @Test
  void shouldSeeNoTagWhereNoneIs() {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(0, VlanTag.type(frame(arena, HEADER + FRAME)));
    }
  }

  private static long frame(Arena arena, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    long memory = arena.allocate(64, 8).address();
    Memory.copy(bytes, 0, memory + VlanTag.BYTES, bytes.length);
    return memory + VlanTag.BYTES + VnetHeader.BYTES;
  }

  private static String hex(long address, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    Memory.copy(address, bytes, 0, lengthBytes);
    return HexFormat.of().formatHex(bytes);
  }
}
