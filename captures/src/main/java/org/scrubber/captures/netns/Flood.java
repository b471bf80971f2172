package org.scrubber.captures.netns;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.io.linux.Descriptors;
import org.scrubber.io.linux.Interfaces;
import org.scrubber.io.linux.Sockets;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Memory;

/**
 * Sends spoofed packets of one or several kinds from an interface, at a steady rate and for a time,
 * by a raw socket. To be started in a namespace that a test has made; see {@link
 * Namespace#startJava}.
 *
 * <p>Every packet has a source, a port and a number of its own. At the end it prints how many were
 * sent.
 */
public final class Flood {
  private static final long MAC_SOURCE = 0x02_00_00_00_00_66L;
  private static final int MESSAGE_BYTES = 64;
  private static final int BATCH = 64;
  private static final int SHAPES = 256;
  private static final int ETHERNET_BYTES = 14;
  private static final long LONGEST_NS = 600_000_000_000L;

  private final Arena arena = Arena.ofConfined();
  private final RandomStream random = new RandomStream(System.nanoTime());
  private final List<Shape> shapes = new ArrayList<>();
  private final long messages;
  private int next;

  /** A frame that is sent again and again, with other numbers if it is spoofed. */
  private record Shape(long frame, int lengthBytes, boolean v4, boolean tcp, boolean spoofed) {}

  private record Made(byte[] frame, boolean spoofed) {}

  private Flood(int link, List<Made> frames) {
    long address = arena.allocate(RawFrames.ADDRESS_BYTES, 8).address();
    RawFrames.writeAddress(address, link, 0);
    for (Made made : frames) {
      byte[] frame = made.frame();
      long at = arena.allocate(frame.length, 8).address();
      Memory.copy(frame, 0, at, frame.length);
      boolean v4 = frame[12] == 0x08;
      boolean tcp = frame[ETHERNET_BYTES + (v4 ? 9 : 6)] == 6;
      shapes.add(new Shape(at, frame.length, v4, tcp, made.spoofed()));
    }
    messages = arena.allocate((long) BATCH * MESSAGE_BYTES, 8).address();
    for (int k = 0; k < BATCH; k++) {
      long message = messages + (long) k * MESSAGE_BYTES;
      Memory.putI64Le(message, address);
      Memory.putI32Le(message + 8, RawFrames.ADDRESS_BYTES);
      Memory.putI64Le(message + 16, arena.allocate(16, 8).address());
      Memory.putI64Le(message + 24, 1);
    }
  }

  /**
   * Floods.
   *
   * @param arguments interface, hardware address of the next hop as 12 hexadecimal digits, packets
   *     a second, seconds (600 at most), then pairs of a {@link FloodKind} and a target address
   */
  public static void main(String[] arguments) throws IOException {
    long hop = Long.parseLong(arguments[1], 16);
    RandomStream random = new RandomStream(System.nanoTime());
    List<Made> frames = new ArrayList<>();
    for (int k = 0; k < SHAPES; k++) {
      for (int at = 4; at < arguments.length; at += 2) {
        byte[] target = PacketBuilder.address(arguments[at + 1]);
        PacketBuilder link = PacketBuilder.ethernet().between(MAC_SOURCE, hop);
        FloodKind kind = FloodKind.valueOf(arguments[at]);
        byte[] frame = kind.frame(link, new FloodKind.Shot(target, random));
        frames.add(new Made(frame, kind.isSpoofed()));
      }
    }
    long lastsNs = Long.parseLong(arguments[3]) * 1_000_000_000L;
    Flood flood = new Flood(Interfaces.index(arguments[0]), frames);
    long sent = flood.send(Long.parseLong(arguments[2]), Math.min(lastsNs, LONGEST_NS));
    System.out.println("sent " + sent);
  }

  private long send(long ratePps, long lastsNs) throws IOException {
    int fd = RawFrames.open();
    try (arena) {
      long beganNs = System.nanoTime();
      long sent = 0;
      long offered = 0;
      for (long elapsedNs = 0; elapsedNs < lastsNs; elapsedNs = System.nanoTime() - beganNs) {
        long due = (long) (elapsedNs * 1e-9 * ratePps) - offered;
        if (due < 1) {
          LockSupport.parkNanos(500_000);
          continue;
        }
        int count = (int) Math.min(due, BATCH);
        for (int k = 0; k < count; k++) {
          fill(messages + (long) k * MESSAGE_BYTES);
        }
        offered += count;
        // What finds no room is not sent again: a flood does not care.
        sent += Math.max(0, Sockets.sendMessages(fd, messages, count, Sockets.MSG_DONTWAIT));
      }
      return sent;
    } finally {
      Descriptors.close(fd);
    }
  }

  private void fill(long message) {
    Shape shape = shapes.get(next);
    next = next + 1 == shapes.size() ? 0 : next + 1;
    if (shape.spoofed()) {
      renumber(shape);
    }
    long part = Memory.i64Le(message + 16);
    Memory.putI64Le(part, shape.frame());
    Memory.putI64Le(part + 8, shape.lengthBytes());
  }

  /** Gives a frame another source, and a SYN another port and number, with right checksums. */
  private void renumber(Shape shape) {
    long ip = shape.frame() + ETHERNET_BYTES;
    long source = ip + (shape.v4() ? 12 : 8);
    long transport = ip + (shape.v4() ? 20 : 40);
    long checksum = transport + (shape.tcp() ? 16 : 6);
    long was = InternetChecksum.sum(source, 4);
    Memory.putU8(source + 1, random.nextInt());
    Memory.putU8(source + 2, random.nextInt());
    Memory.putU8(source + 3, random.nextInt());
    long is = InternetChecksum.sum(source, 4);
    if (shape.v4()) {
      Memory.putU16(ip + 10, InternetChecksum.changed(Memory.u16(ip + 10), was, is));
    }
    if (shape.tcp()) {
      was += Memory.u16(transport) + InternetChecksum.sum(transport + 4, 4);
      Memory.putU16(transport, 1_024 + (random.nextInt() & 0x7fff));
      Memory.putI32(transport + 4, random.nextInt());
      is += Memory.u16(transport) + InternetChecksum.sum(transport + 4, 4);
    }
    if (Memory.u16(checksum) != 0) {
      Memory.putU16(checksum, InternetChecksum.changed(Memory.u16(checksum), was, is));
    }
  }
}
