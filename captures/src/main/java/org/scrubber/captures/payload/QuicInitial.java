package org.scrubber.captures.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.scrubber.captures.random.RandomStream;

/** Client Initial packets of QUIC with the protection of RFC 9001, section 5, and RFC 9369. */
public final class QuicInitial {
  private static final int TAG_BYTES = 16;
  private static final int SAMPLE_BYTES = 16;
  private static final int PACKET_NUMBER_BYTES = 4;
  private static final byte[] NOTHING = {};

  private QuicInitial() {}

  /**
   * Returns a client's first datagram of version 1 with a ClientHello, {@code lengthBytes} long.
   */
  public static byte[] client(
      RandomStream random, byte[] connectionId, String serverName, int lengthBytes) {
    byte[] hello = TlsRecords.clientHelloMessage(random, serverName, 300);
    QuicVersion version = QuicVersion.V1;
    byte[] header =
        header(version, version.initial(), connectionId, NOTHING, NOTHING, 0, lengthBytes);
    byte[] plain = new byte[lengthBytes - header.length - TAG_BYTES];
    ByteBuffer.wrap(plain)
        .putShort((short) 0x0600)
        .putShort((short) (0x4000 | hello.length))
        .put(hello);
    return protect(version, connectionId, header, plain);
  }

  /**
   * Returns the header of an Initial packet.
   *
   * @param firstByte without the packet number's length, which is 4
   * @param number packet number, 0 to 255
   * @param lengthBytes of the whole packet, with header and tag
   */
  public static byte[] header(
      QuicVersion version,
      int firstByte,
      byte[] target,
      byte[] source,
      byte[] token,
      int number,
      int lengthBytes) {
    boolean shortToken = token.length < 64;
    int beforeLength = 8 + target.length + source.length + token.length + (shortToken ? 0 : 1);
    ByteBuffer tokenLength =
        shortToken
            ? ByteBuffer.allocate(1).put((byte) token.length)
            : ByteBuffer.allocate(2).putShort((short) (0x4000 | token.length));
    return ByteBuffer.allocate(beforeLength + 2 + PACKET_NUMBER_BYTES)
        .put((byte) (firstByte | PACKET_NUMBER_BYTES - 1))
        .putInt(version.number())
        .put((byte) target.length)
        .put(target)
        .put((byte) source.length)
        .put(source)
        .put(tokenLength.flip())
        .put(token)
        .putShort((short) (0x4000 | lengthBytes - beforeLength - 2))
        .putInt(number)
        .array();
  }

  /**
   * Returns header and payload with packet and header protection.
   *
   * @param connectionId from which the keys follow: the one that the client first sent to
   */
  public static byte[] protect(
      QuicVersion version, byte[] connectionId, byte[] header, byte[] plain) {
    try {
      SecretKey secret = clientSecret(version, connectionId);
      String label = version.label();
      byte[] nonce = expand(secret, label + " iv", 12);
      // The packet number is 0 to 255 here, so that only the nonce's last byte changes.
      nonce[11] ^= header[header.length - 1];
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(expand(secret, label + " key", 16), "AES"),
          new GCMParameterSpec(8 * TAG_BYTES, nonce));
      gcm.updateAAD(header);
      byte[] sealed = gcm.doFinal(plain);
      Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
      ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, label + " hp", 16), "AES"));
      byte[] mask = ecb.doFinal(sealed, 0, SAMPLE_BYTES);
      byte[] packet =
          ByteBuffer.allocate(header.length + sealed.length).put(header).put(sealed).array();
      packet[0] ^= (byte) (mask[0] & 0x0F);
      for (int i = 0; i < PACKET_NUMBER_BYTES; i++) {
        packet[header.length - PACKET_NUMBER_BYTES + i] ^= mask[1 + i];
      }
      return packet;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java 25 has AES-GCM and HKDF", e);
    }
  }

  /** Returns the key of a purpose, which begins with the version's label: "quic key", "quic iv". */
  public static byte[] key(
      QuicVersion version, byte[] connectionId, String purpose, int lengthBytes)
      throws GeneralSecurityException {
    return expand(clientSecret(version, connectionId), purpose, lengthBytes);
  }

  private static SecretKey clientSecret(QuicVersion version, byte[] connectionId)
      throws GeneralSecurityException {
    KDF hkdf = KDF.getInstance("HKDF-SHA256");
    HKDFParameterSpec extract =
        HKDFParameterSpec.ofExtract().addSalt(version.salt()).addIKM(connectionId).extractOnly();
    SecretKey initial = hkdf.deriveKey("Generic", extract);
    return new SecretKeySpec(expand(initial, "client in", 32), "Generic");
  }

  /** HKDF-Expand-Label of TLS 1.3 with an empty context. */
  private static byte[] expand(SecretKey secret, String label, int lengthBytes)
      throws GeneralSecurityException {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    byte[] info =
        ByteBuffer.allocate(4 + name.length)
            .putShort((short) lengthBytes)
            .put((byte) name.length)
            .put(name)
            .put((byte) 0)
            .array();
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.expandOnly(secret, info, lengthBytes));
  }
}
