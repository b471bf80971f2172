package org.scrubber.captures.payload;

import java.nio.ByteBuffer;
import org.scrubber.captures.random.RandomStream;

/** QUIC packets whose content only the two ends could read: random behind a right header. */
public final class QuicPackets {
  private QuicPackets() {}

  /** Returns a version 1 Handshake packet to the owner of {@code connectionId}. */
  public static byte[] handshake(RandomStream random, byte[] connectionId, int lengthBytes) {
    int beforeLength = 1 + 4 + 1 + connectionId.length + 1;
    int rest = lengthBytes - beforeLength - 2;
    return ByteBuffer.allocate(lengthBytes)
        .put((byte) (0xE0 | random.below(16)))
        .putInt(1)
        .put((byte) connectionId.length)
        .put(connectionId)
        .put((byte) 0)
        .putShort((short) (0x4000 | rest))
        .put(random.bytes(rest))
        .array();
  }

  /** Returns a packet of an established connection. */
  public static byte[] shortHeader(RandomStream random, byte[] connectionId, int lengthBytes) {
    return ByteBuffer.allocate(lengthBytes)
        .put((byte) (0x40 | random.below(64)))
        .put(connectionId)
        .put(random.bytes(lengthBytes - 1 - connectionId.length))
        .array();
  }
}
