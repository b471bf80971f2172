package org.scrubber.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Raw access to frame bytes by absolute address: the one place that decides how packet memory is
 * read.
 *
 * <p>Addresses come from a native {@link MemorySegment} (a mapped capture, a batch's arena, a UMEM)
 * that its owner keeps alive while the frames are in use. Nothing here checks bounds: callers prove
 * lengths first (see {@code Parser}), as a frame's captured length is the only bound that matters.
 * Network byte order unless the name says {@code Le}. Thread-safe as far as the memory is.
 */
public final class Memory {
  @SuppressWarnings("restricted") // The whole point: one segment that spans the address space.
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final ValueLayout.OfShort U16 =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt U32 = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong I64 = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort U16_LE =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32_LE =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64_LE =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle ORDERED =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private Memory() {}

  /** Returns the unsigned byte at {@code address}. */
  public static int u8(long address) {
    return ALL.get(JAVA_BYTE, address) & 0xff;
  }

  /** Returns the unsigned big-endian 16-bit value at {@code address}. */
  public static int u16(long address) {
    return ALL.get(U16, address) & 0xffff;
  }

  /** Returns the unsigned big-endian 32-bit value at {@code address}. */
  public static long u32(long address) {
    return ALL.get(U32, address) & 0xffff_ffffL;
  }

  /** Returns the big-endian 32-bit value at {@code address} as a signed int. */
  public static int i32(long address) {
    return ALL.get(U32, address);
  }

  /** Returns the big-endian 64-bit value at {@code address}. */
  public static long i64(long address) {
    return ALL.get(I64, address);
  }

  /** Returns the unsigned little-endian 16-bit value at {@code address}. */
  public static int u16Le(long address) {
    return ALL.get(U16_LE, address) & 0xffff;
  }

  /** Returns the little-endian 32-bit value at {@code address} as a signed int. */
  public static int i32Le(long address) {
    return ALL.get(U32_LE, address);
  }

  /** Returns the little-endian 64-bit value at {@code address}. */
  public static long i64Le(long address) {
    return ALL.get(I64_LE, address);
  }

  /** Stores the low 8 bits of {@code value}. */
  public static void putU8(long address, int value) {
    ALL.set(JAVA_BYTE, address, (byte) value);
  }

  /** Stores the low 16 bits of {@code value} in network order. */
  public static void putU16(long address, int value) {
    ALL.set(U16, address, (short) value);
  }

  /** Stores {@code value} in network order. */
  public static void putI32(long address, int value) {
    ALL.set(U32, address, value);
  }

  /** Stores {@code value} in network order. */
  public static void putI64(long address, long value) {
    ALL.set(I64, address, value);
  }

  /** Stores the low 16 bits of {@code value} in little-endian order. */
  public static void putU16Le(long address, int value) {
    ALL.set(U16_LE, address, (short) value);
  }

  /** Stores {@code value} in little-endian order. */
  public static void putI32Le(long address, int value) {
    ALL.set(U32_LE, address, value);
  }

  /** Stores {@code value} in little-endian order. */
  public static void putI64Le(long address, long value) {
    ALL.set(I64_LE, address, value);
  }

  /**
   * Returns the little-endian 32-bit value at a multiple of 4, read before whatever follows: what
   * its writer stored before it is then to be seen.
   */
  public static int acquireI32Le(long address) {
    return (int) ORDERED.getAcquire(ALL, address);
  }

  /**
   * Stores {@code value} in little-endian order at a multiple of 4, after whatever was written
   * before: whoever acquires it sees that, too.
   */
  public static void releaseI32Le(long address, int value) {
    ORDERED.setRelease(ALL, address, value);
  }

  /** Copies {@code lengthBytes} bytes between two non-overlapping regions. */
  public static void copy(long from, long to, long lengthBytes) {
    MemorySegment.copy(ALL, from, ALL, to, lengthBytes);
  }

  /**
   * Copies {@code lengthBytes} bytes of {@code from}, starting at {@code offset}, to {@code to}.
   */
  public static void copy(byte[] from, int offset, long to, int lengthBytes) {
    MemorySegment.copy(from, offset, ALL, JAVA_BYTE, to, lengthBytes);
  }

  /**
   * Copies {@code lengthBytes} bytes at {@code from} into {@code to}, starting at {@code offset}.
   */
  public static void copy(long from, byte[] to, int offset, int lengthBytes) {
    MemorySegment.copy(ALL, JAVA_BYTE, from, to, offset, lengthBytes);
  }

  /** Copies {@code count} words of {@code from}, starting at {@code offset}, in native order. */
  public static void copy(long[] from, int offset, long to, int count) {
    MemorySegment.copy(from, offset, ALL, JAVA_LONG_UNALIGNED, to, count);
  }

  /** Copies {@code count} words at {@code from} into {@code to}, in native order. */
  public static void copy(long from, long[] to, int offset, int count) {
    MemorySegment.copy(ALL, JAVA_LONG_UNALIGNED, from, to, offset, count);
  }

  /** Copies {@code count} ints of {@code from}, starting at {@code offset}, in native order. */
  public static void copy(int[] from, int offset, long to, int count) {
    MemorySegment.copy(from, offset, ALL, JAVA_INT_UNALIGNED, to, count);
  }

  /** Copies {@code count} ints at {@code from} into {@code to}, in native order. */
  public static void copy(long from, int[] to, int offset, int count) {
    MemorySegment.copy(ALL, JAVA_INT_UNALIGNED, from, to, offset, count);
  }
}
