package org.scrubber.captures.quic;

import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Frame;

/** Writes QUIC packets that only the two ends can read: random behind a right header. */
final class QuicFrames {
  private static final int LENGTH_BYTES = 2;

  private QuicFrames() {}

  /** Adds a packet with a long header that the server sends: the client's connection id first. */
  static void fromServer(
      Frame frame, RandomStream random, int type, Hello hello, long server, int lengthBytes) {
    byte[] client = hello.source();
    frame
        .u8(type | random.below(16))
        .u32(hello.version().number())
        .u8(client.length)
        .bytes(client)
        .u8(8)
        .u64(server);
    boolean initial = type == hello.version().initial();
    if (initial) {
      frame.u8(0);
    }
    int before = 1 + 4 + 1 + client.length + 1 + 8 + (initial ? 1 : 0);
    rest(frame, random, lengthBytes - before);
  }

  /** Adds a packet with a long header that the client sends to the server's connection id. */
  static void fromClient(
      Frame frame, RandomStream random, int type, Hello hello, long server, int lengthBytes) {
    byte[] client = hello.source();
    frame
        .u8(type | random.below(16))
        .u32(hello.version().number())
        .u8(8)
        .u64(server)
        .u8(client.length)
        .bytes(client);
    rest(frame, random, lengthBytes - (1 + 4 + 1 + 8 + 1 + client.length));
  }

  /** Adds a 0-RTT packet, which goes to the connection id that the client has made up. */
  static void early(Frame frame, RandomStream random, Hello hello, int lengthBytes) {
    frame
        .u8(hello.version().zeroRtt() | random.below(16))
        .u32(hello.version().number())
        .u8(hello.target().length)
        .bytes(hello.target())
        .u8(hello.source().length)
        .bytes(hello.source());
    rest(frame, random, lengthBytes - (7 + hello.target().length + hello.source().length));
  }

  /** Adds a packet of an established connection from the client. */
  static void shortFromClient(
      Frame frame, RandomStream random, boolean greased, long server, int lengthBytes) {
    frame.u8(firstOfShort(random, greased)).u64(server).random(random, lengthBytes - 9);
  }

  /** Adds a packet of an established connection from the server. */
  static void shortFromServer(
      Frame frame, RandomStream random, boolean greased, byte[] client, int lengthBytes) {
    frame.u8(firstOfShort(random, greased)).bytes(client);
    frame.random(random, lengthBytes - 1 - client.length);
  }

  private static int firstOfShort(RandomStream random, boolean greased) {
    int protectedBits = (int) random.next();
    return greased ? protectedBits & 0x7F : protectedBits & 0x3F | 0x40;
  }

  private static void rest(Frame frame, RandomStream random, int lengthBytes) {
    int rest = lengthBytes - LENGTH_BYTES;
    frame.u16(0x4000 | rest).random(random, rest);
  }
}
