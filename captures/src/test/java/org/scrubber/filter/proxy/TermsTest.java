package org.scrubber.filter.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.wire.Memory;

class TermsTest {
  private static final int TCP = 34;

  private final MemorySegment memory = Arena.ofAuto().allocate(256);
  private final Terms terms = new Terms();

  private int read(TcpLayer tcp) {
    byte[] frame = tcp.build();
    Memory.copy(frame, 0, memory.address(), frame.length);
    terms.read(memory.address() + TCP);
    return frame.length - TCP - 20;
  }

  private static TcpLayer syn() {
    return ethernet().ipv4("11.0.0.1", "198.18.0.10").tcp(4_000, 443).syn();
  }

  @Test
  void shouldNeverNeedMoreOptionsThanTheClientHas() {
    Random random = new Random(4);
    for (int round = 0; round < 3_000; round++) {
      TcpLayer tcp = syn();
      List<Integer> kinds = new ArrayList<>(List.of(2, 3, 4, 8));
      Collections.shuffle(kinds, random);
      int count = random.nextInt(5);
      for (int kind : kinds.subList(0, count)) {
        switch (kind) {
          case 2 -> tcp.mss(1 + random.nextInt(9_000));
          case 3 -> tcp.windowScale(random.nextInt(15));
          case 4 -> tcp.sackPermitted();
          default -> tcp.timestamp(random.nextInt(), 0);
        }
      }
      int offered = read(tcp);
      terms.limit(random.nextInt(8));
      int size = terms.segmentSize > 0 ? 1_460 : 0;
      int shift = terms.scale == Terms.NO_SCALE ? Terms.NO_SCALE : Terms.SCALE;
      int written = terms.write(memory.address() + 128, size, shift, 1, 2);
      assertTrue(written <= offered, () -> written + " bytes for " + offered);
      assertEquals(0, written % 4);
    }
  }

  @Test
  void shouldSayInSevenBitsWhatWasOfferedOrALittleLess() {
    for (int size = 0; size < 10_000; size++) {
      for (int scale : new int[] {-1, size % 15}) {
        TcpLayer tcp = syn();
        if (size > 0) {
          tcp.mss(size);
        }
        if (scale >= 0) {
          tcp.windowScale(scale);
        }
        if (size % 2 == 1) {
          tcp.sackPermitted();
        }
        read(tcp);
        int code = terms.code(4);
        terms.decode(code);
        int offered = size == 0 ? 536 : size;
        assertTrue(terms.segmentSize <= Math.max(216, offered), "size " + size);
        assertTrue(offered > 1_500 || terms.segmentSize * 3 > offered, "size " + size);
        assertTrue(terms.scale <= scale && terms.scale >= Math.min(scale, scale - 4), "" + scale);
        assertEquals(scale < 0, terms.scale < 0);
        assertEquals(size % 2 == 1, terms.sack);
        assertEquals(terms.scale, Terms.scaleOf(code | 0xabcd_0080));
      }
    }
  }

  @Test
  void shouldReadBrokenOptionsWithoutHarm() {
    Random random = new Random(8);
    for (int round = 0; round < 20_000; round++) {
      int bytes = random.nextInt(11) * 4;
      byte[] options = new byte[bytes];
      random.nextBytes(options);
      TcpLayer tcp = syn();
      for (byte option : options) {
        tcp.options(random.nextInt(3) == 0 ? random.nextInt(9) : option & 0xff);
      }
      read(tcp);
      assertTrue(terms.scale <= 14 && terms.code(4) < 128);
    }
  }
}
