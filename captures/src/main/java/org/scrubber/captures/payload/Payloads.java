package org.scrubber.captures.payload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.scrubber.captures.random.RandomStream;

/** Payloads of protocols that need one message each. */
public final class Payloads {
  private static final int BGP_KEEPALIVE_BYTES = 19;

  private Payloads() {}

  /** Returns a time client's question: mode 3. */
  public static byte[] ntpClient(long transmitTimestamp) {
    ByteBuffer payload = ByteBuffer.allocate(48).putInt(0, 0x23000620);
    return payload.putLong(40, transmitTimestamp).array();
  }

  /** Returns a time server's answer: mode 4, stratum 2, echoing the client's timestamp. */
  public static byte[] ntpServer(RandomStream random, long clientTimestamp) {
    long now = clientTimestamp + (1L << 26);
    return ByteBuffer.allocate(48)
        .putInt(0x240206EC)
        .putInt(0x100)
        .putInt(0x200)
        .putInt(0x0A0B0C00 | random.below(256))
        .putLong(now - (100L << 32))
        .putLong(clientTimestamp)
        .putLong(now)
        .putLong(now + (1L << 16))
        .array();
  }

  /** Returns a BFD control packet of a session that is up, every 300 ms. */
  public static byte[] bfd(int own, int other) {
    return ByteBuffer.allocate(24)
        .putInt(0x20C00318)
        .putInt(own)
        .putInt(other)
        .putInt(300_000)
        .putInt(300_000)
        .putInt(0)
        .array();
  }

  /** Returns a BGP keepalive. */
  public static byte[] bgpKeepalive() {
    ByteBuffer message = ByteBuffer.allocate(BGP_KEEPALIVE_BYTES);
    message.putLong(-1).putLong(-1).putShort((short) BGP_KEEPALIVE_BYTES).put((byte) 4);
    return message.array();
  }

  /** Returns a RADIUS access request whose proxy states make it about {@code lengthBytes} long. */
  public static byte[] radiusRequest(RandomStream random, int id, int lengthBytes) {
    ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    attribute(attributes, 1, "student@university.example".getBytes(StandardCharsets.US_ASCII));
    while (attributes.size() < lengthBytes - 20) {
      attribute(attributes, 33, random.bytes(Math.min(250, lengthBytes - attributes.size())));
    }
    return radius(random, 1, id, attributes.toByteArray());
  }

  /** Returns a RADIUS access challenge. */
  public static byte[] radiusChallenge(RandomStream random, int id) {
    ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    attribute(attributes, 24, random.bytes(16));
    return radius(random, 11, id, attributes.toByteArray());
  }

  /** Returns a WireGuard transport message; the ciphertext is padded to 16 bytes. */
  public static byte[] wireGuard(RandomStream random, int receiver, long counter, int plainBytes) {
    byte[] ciphertext = random.bytes((plainBytes + 15) / 16 * 16 + 16);
    return ByteBuffer.allocate(16 + ciphertext.length)
        .putInt(0x04000000)
        .putInt(receiver)
        .putLong(Long.reverseBytes(counter))
        .put(ciphertext)
        .array();
  }

  /** Returns an RTP packet of G.711 or of any dynamic payload type. */
  public static byte[] rtp(
      RandomStream random, int type, int sequence, int clock, int source, int bytes) {
    return ByteBuffer.allocate(12 + bytes)
        .put((byte) 0x80)
        .put((byte) type)
        .putShort((short) sequence)
        .putInt(clock)
        .putInt(source)
        .put(random.bytes(bytes))
        .array();
  }

  /** Returns a SIP OPTIONS request, or its answer. */
  public static byte[] sipOptions(boolean answer, int sequence) {
    String first = answer ? "SIP/2.0 200 OK" : "OPTIONS sip:hospital.example SIP/2.0";
    String message =
        first
            + "\r\nVia: SIP/2.0/UDP trunk.example:5060;branch=z9hG4bK"
            + sequence
            + "\r\nFrom: <sip:trunk.example>;tag=7\r\nTo: <sip:hospital.example>\r\nCall-ID: "
            + sequence
            + "@trunk.example\r\nCSeq: "
            + sequence
            + " OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    return message.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] radius(RandomStream random, int code, int id, byte[] attributes) {
    return ByteBuffer.allocate(20 + attributes.length)
        .put((byte) code)
        .put((byte) id)
        .putShort((short) (20 + attributes.length))
        .put(random.bytes(16))
        .put(attributes)
        .array();
  }

  private static void attribute(ByteArrayOutputStream list, int type, byte[] content) {
    list.write(type);
    list.write(content.length + 2);
    list.writeBytes(content);
  }
}
