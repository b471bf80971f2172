package org.scrubber.captures.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class QuicRetryTest {
  private static final byte[] ORIGINAL = hex("8394c8f03e515708");

  @Test
  void shouldSealTheRetryOfRfc9001AppendixA() {
    byte[] expected =
        hex("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
    byte[] packet =
        QuicRetry.packet(
            QuicVersion.V1, ORIGINAL, hex(""), hex("f067a5502a4262b5"), hex("746f6b656e"));
    assertArrayEquals(expected, packet);
    assertTrue(QuicRetry.isGenuine(QuicVersion.V1, ORIGINAL, expected));
  }

  @Test
  void shouldNotBelieveATokenThatWasChanged() {
    byte[] packet =
        QuicRetry.packet(QuicVersion.V2, ORIGINAL, hex("01"), hex("02"), hex("746f6b656e"));
    assertTrue(QuicRetry.isGenuine(QuicVersion.V2, ORIGINAL, packet));
    packet[10] ^= 1;
    assertFalse(QuicRetry.isGenuine(QuicVersion.V2, ORIGINAL, packet));
  }

  @Test
  void shouldDeriveTheClientKeysOfRfc9369AppendixA() throws GeneralSecurityException {
    assertEquals("8b1a0bc121284290a29e0971b5cd045d", key("quicv2 key", 16));
    assertEquals("91f73e2351d8fa91660e909f", key("quicv2 iv", 12));
    assertEquals("45b95e15235d6f45a6b19cbcb0294ba9", key("quicv2 hp", 16));
  }

  private static String key(String purpose, int lengthBytes) throws GeneralSecurityException {
    byte[] key = QuicInitial.key(QuicVersion.V2, ORIGINAL, purpose, lengthBytes);
    return HexFormat.of().formatHex(key);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
