package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.classify.Wire.CLIENT;
import static org.scrubber.classify.Wire.SERVER;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.join;
import static org.scrubber.wire.PacketBytes.udp;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuicHeaderTest {
  private static final String EIGHT = "08 0102030405060708";

  private final Wire wire = new Wire();

  @ParameterizedTest
  @CsvSource({
    // Initial of version 1: ids of 8 and 0 bytes, no token, length 1,182.
    "true, c0 00000001 " + EIGHT + " 00 00 449e, 1200",
    // The same with a greased fixed bit, of version 2, of a draft.
    "true, 80 00000001 " + EIGHT + " 00 00 449e, 1200",
    "true, d0 6b3343cf " + EIGHT + " 00 00 449e, 1200",
    "true, c0 ff00001d " + EIGHT + " 00 00 449e, 1200",
    // Shorter than any Initial; length beyond the datagram; a token beyond it; too little inside.
    "false, c0 00000001 " + EIGHT + " 00 00 4476, 1199",
    "false, c0 00000001 " + EIGHT + " 00 00 449f, 1200",
    "false, c0 00000001 " + EIGHT + " 00 4800 4010, 1200",
    "false, c0 00000001 " + EIGHT + " 00 00 4004, 1200",
    // Ids that are too long, an unknown version, a short header.
    "false, c0 00000001 15 0102030405060708, 1200",
    "false, c0 00000001 " + EIGHT + " 15 00 449e, 1200",
    "false, c0 0a1a2a3a " + EIGHT + " 00 00 449e, 1200",
    "false, 40 00000001 " + EIGHT + " 00 00 449e, 1200",
    // Handshake and 0-RTT; Retry; version negotiation, whole and broken.
    "true, e0 00000001 " + EIGHT + " 00 4050, 97",
    "true, d0 00000001 " + EIGHT + " 00 4050, 97",
    "false, e0 00000001 " + EIGHT + " 00 4052, 97",
    "true, f0 00000001 " + EIGHT + " 00, 60",
    "true, 80 00000000 " + EIGHT + " 00, 23",
    "false, 80 00000000 " + EIGHT + " 00, 22",
    "false, c0 0000, 3"
  })
  void shouldTellWhatAQuicEndpointCouldHaveSent(boolean right, String header, int bytes) {
    byte[] start = hex(header);
    byte[] payload = join(start, new byte[bytes - start.length]);
    int knowledge = wire.send(ipv4(CLIENT, SERVER, 17, udp(40_000, 443, payload)));
    assertEquals(right, (knowledge & Knowledge.WELL_FORMED) != 0);
  }
}
