package org.scrubber.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.wire.PacketBytes.hex;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scrubber.table.AllocatedBytes;

class MemoryTest {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment = arena.allocate(32, 8);

  /** Odd, so that every access is unaligned. */
  private final long address = segment.address() + 3;

  @AfterEach
  void free() {
    arena.close();
  }

  private byte[] bytes(int length) {
    return segment.asSlice(3, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void shouldReadNetworkOrderWithoutSign() {
    Memory.copy(hex("fedcba9876543210"), 0, address, 8);
    assertEquals(0xfe, Memory.u8(address));
    assertEquals(0xfedc, Memory.u16(address));
    assertEquals(0xfedc_ba98L, Memory.u32(address));
    assertEquals(0xfedc_ba98, Memory.i32(address));
    assertEquals(0xfedc_ba98_7654_3210L, Memory.i64(address));
  }

  @Test
  void shouldReadLittleEndianWhereTheNameSaysSo() {
    Memory.copy(hex("fedcba9876543210"), 0, address, 8);
    assertEquals(0xdcfe, Memory.u16Le(address));
    assertEquals(0x98ba_dcfe, Memory.i32Le(address));
    assertEquals(0x1032_5476_98ba_dcfeL, Memory.i64Le(address));
  }

  @Test
  void shouldWriteLowBitsInNetworkOrder() {
    Memory.putU8(address, 0x1ab);
    Memory.putU16(address + 1, 0x1_cdef);
    Memory.putI32(address + 3, 0x0123_4567);
    Memory.putI64(address + 7, 0x89ab_cdef_0011_2233L);
    assertArrayEquals(hex("ab cdef 01234567 89abcdef00112233"), bytes(15));
  }

  @Test
  void shouldWriteLittleEndianWhereTheNameSaysSo() {
    Memory.putU16Le(address, 0xcdef);
    Memory.putI32Le(address + 2, 0x0123_4567);
    Memory.putI64Le(address + 6, 0x89ab_cdef_0011_2233L);
    assertArrayEquals(hex("efcd 67452301 33221100efcdab89"), bytes(14));
  }

  @Test
  void shouldCopyBetweenMemoryAndArrays() {
    byte[] from = PacketBytes.counting(8);
    Memory.copy(from, 2, address, 5);
    Memory.copy(address, address + 10, 5);
    byte[] to = new byte[8];
    Memory.copy(address + 10, to, 1, 5);
    assertArrayEquals(hex("00 02 03 04 05 06 00 00"), to);
  }

  @Test
  void shouldAllocateNothing() {
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                Memory.putI64(address, Memory.i64(address) + Memory.u16(address + 1) + i);
                Memory.putI32Le(address, Memory.i32Le(address) + Memory.u8(address + 3));
              }
            });
    assertEquals(0, allocated);
  }
}
