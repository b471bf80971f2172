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

class OpeningsTest {
  private final Wire wire = new Wire();

  @ParameterizedTest
  @CsvSource({
    // STUN: cookie and length; another cookie; another length.
    "true, 3478, 0001 0008 2112a442, 28",
    "false, 3478, 0001 0008 2112a443, 28",
    "false, 3478, 0001 0008 2112a442, 32",
    // DTLS: a ClientHello; a ServerHello; application data.
    "true, 4433, 16fefd 0000 000000000000 0050 01, 93",
    "false, 4433, 16fefd 0000 000000000000 0050 02, 93",
    "false, 4433, 17fefd 0001 000000000000 0050 01, 93",
    // WireGuard: initiation and response have one length each.
    "true, 51820, 01000000, 148",
    "true, 51820, 02000000, 92",
    "false, 51820, 01000000, 149",
    // NTP: a client, a server with extension fields; monlist; another port.
    "true, 123, 23000000, 48",
    "true, 123, 24010000 " + ZEROS_44 + " 01040020, 80",
    "false, 123, 24010000 " + ZEROS_44 + " 01040400, 80",
    "false, 123, 17000322, 48",
    "false, 124, 23000000, 48",
    // IKE: its length; with the marker of 4500; another length.
    "true, 500, 0102030405060708 0000000000000000 21202208 00000000 00000080, 128",
    "true, 4500, 00000000 0102030405060708 0000000000000000 21202208 00000000 00000080, 132",
    "false, 500, 0102030405060708 0000000000000000 21202208 00000000 00000081, 128",
    // Too short for any.
    "false, 123, 23000000, 12"
  })
  void shouldTellWhatAProtocolBeginsWith(boolean right, int port, String header, int bytes) {
    byte[] start = hex(header);
    byte[] payload = join(start, new byte[bytes - start.length]);
    int knowledge = wire.send(ipv4(CLIENT, SERVER, 17, udp(40_000, port, payload)));
    assertEquals(right, (knowledge & Knowledge.WELL_FORMED) != 0);
  }

  private static final String ZEROS_44 =
      "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000"
          + " 00000000";
}
