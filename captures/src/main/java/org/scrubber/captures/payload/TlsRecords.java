package org.scrubber.captures.payload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.scrubber.captures.random.RandomStream;

/** TLS 1.3 records with a readable handshake and random content. */
public final class TlsRecords {
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION_DATA = 23;
  private static final int LARGEST_RECORD_BYTES = 16_384;
  private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};
  private static final int EXTENSION_HEADER_BYTES = 4;

  private TlsRecords() {}

  /** Returns a ClientHello record for a server name, padded to {@code lengthBytes}, 260 or more. */
  public static byte[] clientHello(RandomStream random, String serverName, int lengthBytes) {
    byte[] message = clientHelloMessage(random, serverName, lengthBytes - 5);
    return record(HANDSHAKE, message, 0, message.length);
  }

  /** Returns a ClientHello handshake message without record header, as QUIC carries it. */
  public static byte[] clientHelloMessage(RandomStream random, String serverName, int lengthBytes) {
    byte[] name = serverName.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    extension(extensions, 0, serverNameList(name));
    extension(extensions, 43, new byte[] {2, 3, 4});
    extension(extensions, 10, new byte[] {0, 2, 0, 0x1D});
    extension(extensions, 13, new byte[] {0, 4, 4, 3, 8, 4});
    extension(extensions, 51, keyShareList(random));
    int fixed = 4 + 2 + 32 + 1 + 32 + 2 + 6 + 2 + 2;
    int padding = lengthBytes - fixed - extensions.size() - EXTENSION_HEADER_BYTES;
    extension(extensions, 21, new byte[Math.max(0, padding)]);
    ByteBuffer body =
        ByteBuffer.allocate(fixed + extensions.size())
            .putInt(1 << 24 | fixed + extensions.size() - 4)
            .putShort((short) 0x0303)
            .put(random.bytes(32))
            .put((byte) 32)
            .put(random.bytes(32))
            .putShort((short) 6)
            .putShort((short) 0x1301)
            .putShort((short) 0x1302)
            .putShort((short) 0x1303)
            .putShort((short) 0x0100)
            .putShort((short) extensions.size())
            .put(extensions.toByteArray());
    return body.array();
  }

  /** Returns ServerHello, and encrypted records of {@code encryptedBytes} in all behind it. */
  public static byte[] serverFlight(RandomStream random, int encryptedBytes) {
    ByteArrayOutputStream extensions = new ByteArrayOutputStream();
    extension(extensions, 43, new byte[] {3, 4});
    extension(
        extensions,
        51,
        ByteBuffer.allocate(36)
            .putShort((short) 0x1D)
            .putShort((short) 32)
            .put(random.bytes(32))
            .array());
    int length = 2 + 32 + 1 + 32 + 2 + 1 + 2 + extensions.size();
    byte[] hello =
        ByteBuffer.allocate(4 + length)
            .putInt(2 << 24 | length)
            .putShort((short) 0x0303)
            .put(random.bytes(32))
            .put((byte) 32)
            .put(random.bytes(32))
            .putShort((short) 0x1301)
            .put((byte) 0)
            .putShort((short) extensions.size())
            .put(extensions.toByteArray())
            .array();
    ByteArrayOutputStream flight = new ByteArrayOutputStream();
    flight.writeBytes(record(HANDSHAKE, hello, 0, hello.length));
    flight.writeBytes(CHANGE_CIPHER_SPEC);
    flight.writeBytes(applicationData(random, encryptedBytes));
    return flight.toByteArray();
  }

  /** Returns what ends the client's handshake: change cipher spec, and an encrypted Finished. */
  public static byte[] clientFinished(RandomStream random) {
    ByteArrayOutputStream flight = new ByteArrayOutputStream();
    flight.writeBytes(CHANGE_CIPHER_SPEC);
    flight.writeBytes(applicationData(random, 53));
    return flight.toByteArray();
  }

  /** Returns records of application data with {@code lengthBytes} of ciphertext in all. */
  public static byte[] applicationData(RandomStream random, int lengthBytes) {
    byte[] content = random.bytes(lengthBytes);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int offset = 0; offset < lengthBytes; offset += LARGEST_RECORD_BYTES) {
      int length = Math.min(LARGEST_RECORD_BYTES, lengthBytes - offset);
      records.writeBytes(record(APPLICATION_DATA, content, offset, length));
    }
    return records.toByteArray();
  }

  private static byte[] record(int type, byte[] content, int offset, int length) {
    return ByteBuffer.allocate(5 + length)
        .put((byte) type)
        .putShort((short) (type == HANDSHAKE ? 0x0301 : 0x0303))
        .putShort((short) length)
        .put(content, offset, length)
        .array();
  }

  private static byte[] serverNameList(byte[] name) {
    return ByteBuffer.allocate(5 + name.length)
        .putShort((short) (3 + name.length))
        .put((byte) 0)
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  private static byte[] keyShareList(RandomStream random) {
    return ByteBuffer.allocate(38)
        .putShort((short) 36)
        .putShort((short) 0x1D)
        .putShort((short) 32)
        .put(random.bytes(32))
        .array();
  }

  private static void extension(ByteArrayOutputStream list, int type, byte[] content) {
    list.writeBytes(
        ByteBuffer.allocate(EXTENSION_HEADER_BYTES + content.length)
            .putShort((short) type)
            .putShort((short) content.length)
            .put(content)
            .array());
  }
}
