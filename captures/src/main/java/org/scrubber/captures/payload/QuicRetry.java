package org.scrubber.captures.payload;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Retry packets, with the integrity tag of RFC 9001 section 5.8, which clients check. */
public final class QuicRetry {
  private static final int TAG_BYTES = 16;

  private QuicRetry() {}

  /**
   * Returns a Retry packet.
   *
   * @param original connection id to which the client sent its first packet
   * @param client connection id of the client
   * @param server connection id that the client shall use from now on
   */
  public static byte[] packet(
      QuicVersion version, byte[] original, byte[] client, byte[] server, byte[] token) {
    ByteBuffer packet =
        ByteBuffer.allocate(7 + client.length + server.length + token.length + TAG_BYTES)
            .put((byte) (version.retry() | 0x0F))
            .putInt(version.number())
            .put((byte) client.length)
            .put(client)
            .put((byte) server.length)
            .put(server)
            .put(token);
    return packet.put(tag(version, original, packet.array())).array();
  }

  /** Tells whether a client that sent to {@code original} believes the packet. */
  public static boolean isGenuine(QuicVersion version, byte[] original, byte[] packet) {
    byte[] tag = Arrays.copyOfRange(packet, packet.length - TAG_BYTES, packet.length);
    return Arrays.equals(tag, tag(version, original, packet));
  }

  private static byte[] tag(QuicVersion version, byte[] original, byte[] packet) {
    try {
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      gcm.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(version.retryKey(), "AES"),
          new GCMParameterSpec(8 * TAG_BYTES, version.retryNonce()));
      gcm.updateAAD(new byte[] {(byte) original.length});
      gcm.updateAAD(original);
      gcm.updateAAD(packet, 0, packet.length - TAG_BYTES);
      return gcm.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java 25 has AES-GCM", e);
    }
  }
}
