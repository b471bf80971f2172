package org.scrubber.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  /** RFC 1071 to the letter: add, carry around, complement. */
  private static int naive(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return ~sum & 0xffff;
  }

  @Test
  void shouldAgreeWithANaiveSumWhateverTheLength() {
    Random random = new Random(4);
    MemorySegment memory = arena.allocate(2_000);
    for (int length = 0; length < 1_600; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      if (length % 3 == 0) {
        java.util.Arrays.fill(bytes, (byte) 0xff); // The most that there is to carry.
      }
      Memory.copy(bytes, 0, memory.address(), length);
      int checksum = InternetChecksum.of(InternetChecksum.sum(memory.address(), length));
      assertEquals(naive(bytes), checksum, "length " + length);
    }
  }

  @Test
  void shouldFollowAChangeAsANaiveSumDoes() {
    Random random = new Random(9);
    MemorySegment memory = arena.allocate(200);
    long address = memory.address();
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[40 + random.nextInt(80)];
      random.nextBytes(bytes);
      if (round % 5 == 0) {
        java.util.Arrays.fill(bytes, (byte) (round % 2 == 0 ? 0xff : 0)); // Both zeros there are.
      }
      int checksum = naive(bytes);
      Memory.copy(bytes, 0, address, bytes.length);
      int from = 2 * random.nextInt(10);
      int length = 1 + random.nextInt(20);
      long before = InternetChecksum.sum(address + from, length);
      int at = from + random.nextInt(length);
      bytes[at] = (byte) random.nextInt();
      Memory.copy(bytes, 0, address, bytes.length);
      long after = InternetChecksum.sum(address + from, length);
      int changed = InternetChecksum.changed(checksum, before, after);
      // A receiver adds it all up, so that both zeros are as good.
      assertEquals(naive(bytes) % 0xffff, changed % 0xffff, "round " + round);
    }
  }

  @Test
  void shouldCoverThePseudoHeaderOfTcp() {
    byte[] segment = PacketBytes.tcp(1_000, 443, 5, 6, Tcp.SYN, new byte[0]);
    byte[] addresses = {11, 0, 5, 6, (byte) 198, 18, 0, 10};
    MemorySegment memory = arena.allocate(100);
    Memory.copy(addresses, 0, memory.address(), 8);
    Memory.copy(segment, 0, memory.address() + 8, segment.length);
    Memory.putU16(memory.address() + 8 + Tcp.CHECKSUM, 0);
    byte[] whole = new byte[12 + segment.length];
    System.arraycopy(addresses, 0, whole, 0, 8);
    whole[9] = Protocols.TCP;
    whole[11] = (byte) segment.length;
    System.arraycopy(segment, 0, whole, 12, segment.length);
    whole[12 + Tcp.CHECKSUM] = 0;
    whole[12 + Tcp.CHECKSUM + 1] = 0;
    int checksum = InternetChecksum.tcp(memory.address(), 8, memory.address() + 8, segment.length);
    assertEquals(naive(whole), checksum);
  }
}
