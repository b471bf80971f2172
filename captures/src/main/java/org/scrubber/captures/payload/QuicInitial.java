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

/** QUIC version 1 client Initial packets with the protection of RFC 9001, section 5. */
public final class QuicInitial {
  private static final byte[] SALT = {
    0x38,
    0x76,
    0x2c,
    (byte) 0xf7,
    (byte) 0xf5,
    0x59,
    0x34,
    (byte) 0xb3,
    0x4d,
    0x17,
    (byte) 0x9a,
    (byte) 0xe6,
    (byte) 0xa4,
    (byte) 0xc8,
    0x0c,
    (byte) 0xad,
    (byte) 0xcc,
    (byte) 0xbb,
    0x7f,
    0x0a
  };
  private static final int TAG_BYTES = 16;
  private static final int SAMPLE_BYTES = 16;
  private static final int PACKET_NUMBER_BYTES = 4;

  private QuicInitial() {}

  /** Returns a client's first datagram with a ClientHello, {@code lengthBytes} long. */
  public static byte[] client(
      RandomStream random, byte[] connectionId, String serverName, int lengthBytes) {
    byte[] hello = TlsRecords.clientHelloMessage(random, serverName, 300);
    byte[] header = header(connectionId, lengthBytes);
    byte[] plain = new byte[lengthBytes - header.length - TAG_BYTES];
    ByteBuffer.wrap(plain)
        .putShort((short) 0x0600)
        .putShort((short) (0x4000 | hello.length))
        .put(hello);
    return protect(connectionId, header, plain);
  }

  /** Returns header and payload with packet and header protection. */
  public static byte[] protect(byte[] connectionId, byte[] header, byte[] plain) {
    try {
      SecretKey secret = clientSecret(connectionId);
      byte[] nonce = expand(secret, "quic iv", 12);
      // The packet number is 0 to 255 here, so that only the nonce's last byte changes.
      nonce[11] ^= header[header.length - 1];
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(expand(secret, "quic key", 16), "AES"),
          new GCMParameterSpec(8 * TAG_BYTES, nonce));
      gcm.updateAAD(header);
      byte[] sealed = gcm.doFinal(plain);
      Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
      ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic hp", 16), "AES"));
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

  /** Returns the key of that purpose ("quic key", "quic iv", "quic hp") for a connection id. */
  public static byte[] key(byte[] connectionId, String purpose, int lengthBytes)
      throws GeneralSecurityException {
    return expand(clientSecret(connectionId), purpose, lengthBytes);
  }

  private static byte[] header(byte[] connectionId, int lengthBytes) {
    int beforeLength = 1 + 4 + 1 + connectionId.length + 1 + 1;
    return ByteBuffer.allocate(beforeLength + 2 + PACKET_NUMBER_BYTES)
        .put((byte) 0xC3)
        .putInt(1)
        .put((byte) connectionId.length)
        .put(connectionId)
        .putShort((short) 0)
        .putShort((short) (0x4000 | lengthBytes - beforeLength - 2))
        .putInt(0)
        .array();
  }

  private static SecretKey clientSecret(byte[] connectionId) throws GeneralSecurityException {
    KDF hkdf = KDF.getInstance("HKDF-SHA256");
    HKDFParameterSpec extract =
        HKDFParameterSpec.ofExtract().addSalt(SALT).addIKM(connectionId).extractOnly();
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
