package org.scrubber.benchmarks;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * A million distinct datagrams in memory between protected hosts and random others, 100 ns apart,
 * given out in batches for ever: fewer would be learned by the branch predictor. Used by one
 * thread.
 */
final class Visits implements AutoCloseable {
  /** Frames, a power of two. */
  static final int PACKETS = 1 << 20;

  /** What is protected: one end of each lies in it. */
  static final String PROTECTED = "198.18.0.0/15";

  private static final int SLOT_BYTES = 128;
  private static final int PAYLOAD_BYTES = 32;
  private static final int FRAME_BYTES = 14 + 20 + 8 + PAYLOAD_BYTES;
  private static final int SPACING_NS = 100;
  private static final int INSIDE = 0xc612_0000;
  private static final int UDP = 17;

  private final Arena arena = Arena.ofShared();
  private final long base;
  private final SplittableRandom random = new SplittableRandom(20_261_122);
  private long given;

  /**
   * Builds the frames.
   *
   * @param outbound from the inside to random addresses, else the other way
   */
  Visits(boolean outbound) {
    base = arena.allocate((long) PACKETS * SLOT_BYTES, 64).address();
    for (int i = 0; i < PACKETS; i++) {
      int inside = INSIDE + random.nextInt(1 << 16);
      int other = random.nextInt(0x0b00_0000, 0x6400_0000);
      datagram(at(i), outbound ? inside : other, outbound ? other : inside);
    }
  }

  /** Replaces the content of {@code batch}, as a source would. */
  void fill(PacketBatch batch) {
    long number = given;
    for (int i = 0; i < batch.capacity; i++, number++) {
      batch.frameAddress[i] = at((int) (number & (PACKETS - 1)));
      batch.capturedLength[i] = FRAME_BYTES;
      batch.wireLength[i] = FRAME_BYTES;
      batch.timestampNs[i] = 1_700_000_000_000_000_000L + number * SPACING_NS;
      batch.interfaceId[i] = 0;
      batch.linkType[i] = 1;
    }
    batch.size = batch.capacity;
    given = number;
  }

  @Override
  public void close() {
    arena.close();
  }

  private long at(int index) {
    return base + (long) index * SLOT_BYTES;
  }

  private void datagram(long frame, int source, int target) {
    Memory.putI64(frame, 0x0200_0000_0001_0200L);
    Memory.putI32(frame + 8, 2);
    Memory.putU16(frame + 12, 0x0800);
    long header = frame + 14;
    Memory.putU16(header, 0x4500);
    Memory.putU16(header + 2, FRAME_BYTES - 14);
    Memory.putU16(header + 4, random.nextInt(65536));
    Memory.putU16(header + 6, 0x4000);
    Memory.putU8(header + 8, 40 + random.nextInt(24));
    Memory.putU8(header + 9, UDP);
    Memory.putI32(header + 12, source);
    Memory.putI32(header + 16, target);
    int sum = 0;
    for (int offset = 0; offset < 20; offset += 2) {
      sum += Memory.u16(header + offset);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    Memory.putU16(header + 10, ~(sum + (sum >>> 16)));
    long datagram = header + 20;
    Memory.putU16(datagram, random.nextInt(1024, 65536));
    Memory.putU16(datagram + 2, random.nextInt(1024, 65536));
    Memory.putU16(datagram + 4, 8 + PAYLOAD_BYTES);
    Memory.putI64(datagram + 8, 0x5363_7275_6262_6572L);
  }
}
