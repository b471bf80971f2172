package org.scrubber.captures.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.random.RandomStream;

class QuicInitialTest {
  private static final byte[] CONNECTION_ID = HexFormat.of().parseHex("8394c8f03e515708");

  @Test
  void shouldDeriveTheClientKeysOfRfc9001AppendixA() throws GeneralSecurityException {
    assertEquals("1f369613dd76d5467730efcbe3b1a22d", key("quic key", 16));
    assertEquals("fa044b2f42a3fd3b46fb255c", key("quic iv", 12));
    assertEquals("9f50449e04a0e810283a1e9933adedd2", key("quic hp", 16));
  }

  @Test
  void shouldFillTheDatagram() {
    byte[] datagram =
        QuicInitial.client(new RandomStream(1), CONNECTION_ID, "tax-portal.example", 1200);
    assertEquals(1200, datagram.length);
    assertEquals(0xC0, datagram[0] & 0xF0);
    assertEquals(8, datagram[5]);
  }

  private static String key(String purpose, int lengthBytes) throws GeneralSecurityException {
    byte[] key = QuicInitial.key(QuicVersion.V1, CONNECTION_ID, purpose, lengthBytes);
    return HexFormat.of().formatHex(key);
  }
}
