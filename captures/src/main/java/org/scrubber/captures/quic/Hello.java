package org.scrubber.captures.quic;

import java.nio.ByteBuffer;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.payload.QuicVersion;
import org.scrubber.captures.payload.TlsRecords;
import org.scrubber.captures.random.RandomStream;

/**
 * What a client says first: one Initial packet, or two when its ClientHello has a post-quantum key,
 * each a datagram of 1,200 bytes or more. Whoever knows the RFC can decrypt them. Immutable.
 *
 * @param version offered
 * @param greased the fixed bit may be 0 (RFC 9287), as the server has allowed in an earlier visit
 * @param target connection id that the client has made up for the server; the keys follow from it
 * @param source the client's own connection id, of 0 or 8 bytes
 * @param token from an earlier visit or a Retry, or empty
 * @param datagrams the datagrams' payload; not to be changed
 */
record Hello(
    QuicVersion version,
    boolean greased,
    byte[] target,
    byte[] source,
    byte[] token,
    byte[][] datagrams) {
  private static final int FIXED_BIT = 0x40;
  private static final int TAG_BYTES = 16;
  private static final byte[] NOTHING = {};

  /** Makes a client's first words of random size and kind. */
  static Hello random(RandomStream random, String serverName) {
    QuicVersion version = random.chance(97) ? QuicVersion.V1 : QuicVersion.V2;
    boolean resumes = random.chance(10);
    byte[] token = resumes ? random.bytes(random.between(32, 80)) : NOTHING;
    byte[] source = random.bytes(random.chance(60) ? 0 : 8);
    boolean greased = resumes && random.chance(20);
    boolean large = random.chance(60);
    return of(random, serverName, version, greased, random.bytes(8), source, token, large);
  }

  /** Returns the same client's words after a Retry or Version Negotiation. */
  Hello again(
      RandomStream random, String serverName, QuicVersion other, byte[] newTarget, byte[] proof) {
    boolean large = datagrams.length == 2;
    return of(random, serverName, other, false, newTarget, source, proof, large);
  }

  private static Hello of(
      RandomStream random,
      String serverName,
      QuicVersion version,
      boolean greased,
      byte[] target,
      byte[] source,
      byte[] token,
      boolean large) {
    int messageBytes = large ? random.between(1_700, 1_900) : random.between(300, 600);
    byte[] message = TlsRecords.clientHelloMessage(random, serverName, messageBytes);
    byte[][] datagrams = new byte[large ? 2 : 1][];
    int bytes = random.chance(40) ? 1_200 : random.between(1_250, 1_357);
    int first = version.initial() ^ (greased && random.chance(50) ? FIXED_BIT : 0);
    int sent = 0;
    for (int number = 0; number < datagrams.length; number++) {
      byte[] header = QuicInitial.header(version, first, target, source, token, number, bytes);
      byte[] plain = new byte[bytes - header.length - TAG_BYTES];
      int part = Math.min(message.length - sent, plain.length - 5);
      ByteBuffer.wrap(plain)
          .put((byte) 0x06)
          .putShort((short) (0x4000 | sent))
          .putShort((short) (0x4000 | part))
          .put(message, sent, part);
      datagrams[number] = QuicInitial.protect(version, target, header, plain);
      sent += part;
    }
    return new Hello(version, greased, target, source, token, datagrams);
  }

  /** Returns an Initial packet that acknowledges the server's, padded to so many bytes. */
  byte[] acknowledgement(byte[] server, int bytes) {
    byte[] header =
        QuicInitial.header(version, version.initial(), server, source, NOTHING, 2, bytes);
    byte[] plain = new byte[bytes - header.length - TAG_BYTES];
    plain[0] = 0x02;
    return QuicInitial.protect(version, target, header, plain);
  }

  /** Tells whether the client has been there before, so that its request comes along. */
  boolean resumes() {
    return token.length > 0;
  }
}
