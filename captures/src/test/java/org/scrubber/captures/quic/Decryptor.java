package org.scrubber.captures.quic;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.payload.QuicVersion;

/** Reads client Initial packets as a server does. */
final class Decryptor {
  private static final int TAG_BYTES = 16;

  private Decryptor() {}

  /** Returns the connection id to which a packet with a long header goes. */
  static byte[] target(byte[] packet) {
    return Arrays.copyOfRange(packet, 6, 6 + packet[5]);
  }

  /** Returns the plain frames of the Initial packet in front of a datagram. */
  static byte[] open(byte[] datagram, byte[] keysOf) throws GeneralSecurityException {
    int version = QuicFrameReader.word(datagram, 1);
    QuicVersion known = QuicVersion.of(version);
    String label = known == QuicVersion.V1 ? "quic" : "quicv2";
    int at = 6 + datagram[5];
    at += 1 + datagram[at];
    int tokenBytes = datagram[at] & 0xff;
    at += (tokenBytes & 0x40) == 0 ? 1 : 2;
    at += (tokenBytes & 0x40) == 0 ? tokenBytes : datagram[at - 1] & 0xff;
    int length = (datagram[at] & 0x3f) << 8 | datagram[at + 1] & 0xff;
    at += 2;
    Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
    byte[] mask = QuicInitial.key(known, keysOf, label + " hp", 16);
    ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(mask, "AES"));
    mask = ecb.doFinal(datagram, at + 4, 16);
    byte[] packet = Arrays.copyOf(datagram, at + length);
    packet[0] ^= (byte) (mask[0] & 0x0f);
    int numberBytes = (packet[0] & 3) + 1;
    byte[] nonce = QuicInitial.key(known, keysOf, label + " iv", 12);
    for (int k = 0; k < numberBytes; k++) {
      packet[at + k] ^= mask[1 + k];
      nonce[12 - numberBytes + k] ^= packet[at + k];
    }
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(QuicInitial.key(known, keysOf, label + " key", 16), "AES"),
        new GCMParameterSpec(8 * TAG_BYTES, nonce));
    gcm.updateAAD(packet, 0, at + numberBytes);
    return gcm.doFinal(packet, at + numberBytes, length - numberBytes);
  }
}
