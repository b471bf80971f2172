package org.scrubber.captures.media;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.scrubber.captures.datagram.DatagramPath;
import org.scrubber.captures.random.RandomStream;

/**
 * STUN binding messages of RFC 8489, with a right fingerprint and an integrity nobody can check.
 */
final class Stun {
  private static final int MAGIC = 0x2112A442;
  private static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int HEADER_BYTES = 20;
  private static final int INTEGRITY_BYTES = 24;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int USER_NAME_BYTES = 12;
  private static final int MAPPED_BYTES = 12;

  private Stun() {}

  /** Returns a binding request of a transaction. */
  static byte[] request(RandomStream random, long transaction) {
    byte[] message = message(0x0001, USER_NAME_BYTES, transaction);
    ByteBuffer.wrap(message, HEADER_BYTES, USER_NAME_BYTES)
        .putInt(0x0006_0008)
        .put(random.bytes(8));
    return seal(message, random);
  }

  /** Returns the answer: it says as whom the relay sees the asker. */
  static byte[] answer(RandomStream random, long transaction, DatagramPath path) {
    byte[] message = message(0x0101, MAPPED_BYTES, transaction);
    ByteBuffer.wrap(message, HEADER_BYTES, MAPPED_BYTES)
        .putInt(0x0020_0008)
        .putShort((short) 1)
        .putShort((short) (path.insidePort() ^ MAGIC >>> 16))
        .putInt((int) path.inside().low() ^ MAGIC);
    return seal(message, random);
  }

  private static byte[] message(int type, int attributeBytes, long transaction) {
    int length = attributeBytes + INTEGRITY_BYTES + FINGERPRINT_BYTES;
    byte[] message = new byte[HEADER_BYTES + length];
    ByteBuffer.wrap(message)
        .putShort((short) type)
        .putShort((short) length)
        .putInt(MAGIC)
        .putInt(0x5c3e_0001)
        .putLong(transaction);
    return message;
  }

  private static byte[] seal(byte[] message, RandomStream random) {
    int fingerprint = message.length - FINGERPRINT_BYTES;
    ByteBuffer.wrap(message, fingerprint - INTEGRITY_BYTES, INTEGRITY_BYTES)
        .putInt(0x0008_0014)
        .put(random.bytes(20));
    CRC32 crc = new CRC32();
    crc.update(message, 0, fingerprint);
    ByteBuffer.wrap(message, fingerprint, FINGERPRINT_BYTES)
        .putInt(0x8028_0004)
        .putInt((int) crc.getValue() ^ FINGERPRINT_XOR);
    return message;
  }
}
