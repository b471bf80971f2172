package org.scrubber.benchmarks;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.scrubber.batch.PacketBatch;
import org.scrubber.wire.Memory;

/**
 * A million distinct Ethernet frames in memory, 100 ns apart, given out in batches for ever: fewer
 * would be learned by the branch predictor. Used by one thread.
 */
final class Traffic implements AutoCloseable {
  /** Frames, a power of two. */
  static final int PACKETS = 1 << 20;

  /** What is protected: the targets of all packets lie in it. */
  static final String PROTECTED = "198.18.0.0/15";

  private static final int SLOT_BYTES = 128;
  private static final int FLOWS = 1 << 14;
  private static final int SPACING_NS = 100;
  private static final int TARGET = 0xc612_0000;
  private static final int VICTIM = 0xc612_0a0a;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private final Arena arena = Arena.ofShared();
  private final long base;
  private final short[] lengths = new short[PACKETS];
  private final SplittableRandom random = new SplittableRandom(20_261_122);
  private long given;

  /**
   * Builds the frames.
   *
   * @param mix "flows" (16,384 flows of TCP and UDP), "calls" (from the inside to random
   *     addresses), "visits" (the other way), "syn-flood" or "udp-flood" (of random sources against
   *     one host), or "mixed" (a third each)
   */
  Traffic(String mix) {
    base = arena.allocate((long) PACKETS * SLOT_BYTES, 64).address();
    for (int i = 0; i < PACKETS; i++) {
      String kind = mix.equals("mixed") ? oneOf("flows", "syn-flood", "udp-flood") : mix;
      lengths[i] =
          (short)
              switch (kind) {
                case "flows" -> flow(at(i), random.nextInt(FLOWS));
                case "calls" -> visit(at(i), true);
                case "visits" -> visit(at(i), false);
                case "syn-flood" -> syn(at(i));
                case "udp-flood" -> datagram(at(i));
                default -> throw new IllegalArgumentException("unknown mix: " + mix);
              };
    }
  }

  /** Replaces the content of {@code batch}, as a source would. */
  void fill(PacketBatch batch) {
    long number = given;
    for (int i = 0; i < batch.capacity; i++, number++) {
      int index = (int) (number & (PACKETS - 1));
      batch.frameAddress[i] = at(index);
      batch.capturedLength[i] = lengths[index];
      batch.wireLength[i] = lengths[index];
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

  private String oneOf(String... kinds) {
    return kinds[random.nextInt(kinds.length)];
  }

  private int flow(long frame, int flow) {
    int source = 0x0b00_0000 + flow * 977;
    int target = TARGET + (flow & 0xfff);
    int ports = (1024 + flow) << 16 | 443;
    int payloadBytes = random.nextInt(4, 70);
    return (flow & 3) == 0
        ? udp(frame, source, target, ports, payloadBytes)
        : tcp(frame, source, target, ports, ACK, payloadBytes);
  }

  private int visit(long frame, boolean outbound) {
    int inside = TARGET + random.nextInt(1 << 16);
    int other = outside();
    int ports = random.nextInt(1024, 65536) << 16 | random.nextInt(1024, 65536);
    return outbound ? udp(frame, inside, other, ports, 32) : udp(frame, other, inside, ports, 32);
  }

  private int syn(long frame) {
    int ports = random.nextInt(1024, 65536) << 16 | 80;
    return tcp(frame, outside(), VICTIM, ports, SYN, 6);
  }

  private int datagram(long frame) {
    int ports = random.nextInt(1024, 65536) << 16 | random.nextInt(1024, 65536);
    return udp(frame, outside(), VICTIM, ports, 32);
  }

  private int outside() {
    return random.nextInt(0x0b00_0000, 0x6400_0000);
  }

  private int tcp(long frame, int source, int target, int ports, int flags, int payloadBytes) {
    long segment = ipv4(frame, source, target, TCP, 20 + payloadBytes);
    Memory.putI32(segment, ports);
    Memory.putI32(segment + 4, random.nextInt());
    Memory.putI32(segment + 8, flags == SYN ? 0 : random.nextInt());
    Memory.putU16(segment + 12, 5 << 12 | flags);
    Memory.putU16(segment + 14, 64_240);
    return 34 + 20 + payloadBytes;
  }

  private int udp(long frame, int source, int target, int ports, int payloadBytes) {
    long datagram = ipv4(frame, source, target, UDP, 8 + payloadBytes);
    Memory.putI32(datagram, ports);
    Memory.putU16(datagram + 4, 8 + payloadBytes);
    Memory.putI64(datagram + 8, 0x5363_7275_6262_6572L);
    return 34 + 8 + payloadBytes;
  }

  /** Writes Ethernet and IPv4 headers; returns where the payload goes. */
  private long ipv4(long frame, int source, int target, int protocol, int payloadBytes) {
    Memory.putI64(frame, 0x0200_0000_0001_0200L);
    Memory.putI32(frame + 8, 2);
    Memory.putU16(frame + 12, 0x0800);
    long header = frame + 14;
    Memory.putU16(header, 0x4500);
    Memory.putU16(header + 2, 20 + payloadBytes);
    Memory.putU16(header + 4, random.nextInt(65536));
    Memory.putU16(header + 6, 0x4000);
    Memory.putU8(header + 8, 40 + random.nextInt(24));
    Memory.putU8(header + 9, protocol);
    Memory.putI32(header + 12, source);
    Memory.putI32(header + 16, target);
    int sum = 0;
    for (int offset = 0; offset < 20; offset += 2) {
      sum += Memory.u16(header + offset);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    Memory.putU16(header + 10, ~(sum + (sum >>> 16)));
    return header + 20;
  }
}
