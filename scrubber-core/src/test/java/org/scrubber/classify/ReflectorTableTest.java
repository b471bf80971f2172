package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.wire.PacketBytes.hex;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.table.AllocatedBytes;

class ReflectorTableTest {
  private static final int ANY_PORT = 50_000;
  private static final String NONE = "-";

  private final ReflectorTable table = new ReflectorTable();

  /** One alternative of a row at one of its ports. */
  private record Case(Reflector row, int port, int alternative) {
    @Override
    public String toString() {
      return row.name() + " from " + port + ", alternative " + alternative;
    }

    /** Returns a payload of the least size that matches, its free bits random. */
    byte[] payload() {
      Random random = new Random(row.id());
      int length = row.minPayloadBytes();
      if (row.signatures().length > 0) {
        length = Math.max(length, signature().offset() + signature().lengthBytes());
      }
      byte[] payload = new byte[length];
      for (int i = 0; i < length; i++) {
        payload[i] = (byte) (row.text() ? ' ' + random.nextInt(95) : random.nextInt());
      }
      if (row.signatures().length > 0) {
        write(payload, 0, signature().firstMask(), signature().firstValue());
        write(payload, 8, signature().secondMask(), signature().secondValue());
      }
      return payload;
    }

    /** Returns payloads that differ from a matching one in one bit that counts. */
    List<byte[]> strangers() {
      List<byte[]> strangers = new ArrayList<>();
      byte[] payload = payload();
      if (row.text()) {
        for (int at = 0; at < Math.min(8, payload.length); at++) {
          strangers.add(changed(payload, at, 0x80));
        }
      } else if (row.signatures().length > 0) {
        for (int bit = 0; bit < 128; bit++) {
          long mask = bit < 64 ? signature().firstMask() : signature().secondMask();
          if ((mask >>> 63 - bit % 64 & 1) != 0) {
            strangers.add(changed(payload, signature().offset() + bit / 8, 0x80 >>> bit % 8));
          }
        }
      }
      return strangers;
    }

    private Reflector.Signature signature() {
      return row.signatures()[alternative];
    }

    private void write(byte[] payload, int from, long mask, long value) {
      byte[] masks = ByteBuffer.allocate(8).putLong(mask).array();
      byte[] values = ByteBuffer.allocate(8).putLong(value).array();
      for (int k = 0; k < 8 && from + k < signature().lengthBytes(); k++) {
        int at = signature().offset() + from + k;
        payload[at] = (byte) (payload[at] & ~masks[k] | values[k]);
      }
    }

    private static byte[] changed(byte[] payload, int at, int bits) {
      byte[] changed = payload.clone();
      changed[at] ^= (byte) bits;
      return changed;
    }

    /** Tells whether another alternative or row of the port accepts the payload as well. */
    boolean isAcceptedOtherwise(byte[] payload) {
      for (int k = 0; k < row.signatures().length; k++) {
        Case other = new Case(row, port, k);
        byte[] wanted = payload.clone();
        if (k != alternative
            && wanted.length >= other.signature().offset() + other.signature().lengthBytes()) {
          other.write(wanted, 0, other.signature().firstMask(), other.signature().firstValue());
          other.write(wanted, 8, other.signature().secondMask(), other.signature().secondValue());
          if (Arrays.equals(wanted, payload)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Reflector row : Reflectors.rows()) {
      for (String part : row.ports().split(",", -1)) {
        for (int k = 0; k < Math.max(1, row.signatures().length); k++) {
          for (String end : part.split("-", -1)) {
            int port = end.equals("*") ? ANY_PORT : Integer.parseInt(end);
            cases.add(new Case(row, port, k));
          }
        }
      }
    }
    return cases;
  }

  private String match(boolean tcp, int port, byte[] payload, int captured, int length) {
    PacketBatch batch = Frames.snapped(1, payload, captured, 0x41);
    int row = table.match(tcp, port, batch.frameAddress[0], captured, length);
    return row == ReflectorTable.NONE ? NONE : Reflectors.names().get(table.id(row));
  }

  private String match(Case one, byte[] payload) {
    return match(one.row.tcp(), one.port, payload, payload.length, payload.length);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldMatchWhatTheRowDescribes(Case one) {
    byte[] payload = one.payload();
    assertEquals(one.row.name(), match(one, payload));
    int row =
        table.match(
            one.row.tcp(),
            one.port,
            Frames.whole(1, payload).frameAddress[0],
            payload.length,
            payload.length);
    assertTrue(row >= 0 && table.tier(row) == one.row.tier());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldNotMatchWhenOneBitIsWrong(Case one) {
    for (byte[] stranger : one.strangers()) {
      if (!one.isAcceptedOtherwise(stranger)) {
        assertNotEquals(one.row.name(), match(one, stranger));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldNotMatchOtherSizesPortsOrTransport(Case one) {
    byte[] payload = one.payload();
    byte[] shorter = Arrays.copyOf(payload, one.row.minPayloadBytes() - 1);
    assertNotEquals(one.row.name(), match(one, shorter));
    if (one.row.maxPayloadBytes() < Integer.MAX_VALUE) {
      byte[] longer = Arrays.copyOf(payload, one.row.maxPayloadBytes() + 1);
      assertNotEquals(one.row.name(), match(one, longer));
    }
    assertNotEquals(
        one.row.name(), match(!one.row.tcp(), one.port, payload, payload.length, payload.length));
    if (one.port != ANY_PORT && !one.row.name().equals("ssdp")) {
      assertEquals(NONE, match(one.row.tcp(), 49_999, payload, payload.length, payload.length));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldNotMatchSignatureThatWasNotCaptured(Case one) {
    byte[] payload = one.payload();
    int signed = one.row.text() ? 1 : 0;
    if (one.row.signatures().length > 0) {
      signed = one.signature().offset() + one.signature().lengthBytes();
    }
    for (int captured = 0; captured < signed; captured++) {
      String found = match(one.row.tcp(), one.port, payload, captured, payload.length);
      assertNotEquals(one.row.name(), found, "captured " + captured);
    }
    assertEquals(one.row.name(), match(one.row.tcp(), one.port, payload, signed, payload.length));
  }

  @ParameterizedTest
  @CsvSource({
    "ntp, 123, d7 00 03 2a 00 06 00 48, monlist with more to come",
    "ntp, 123, 97 00 03 2a 00 06 00 48, monlist",
    "ntp, 123, 16 82 00 01 00 00 00 00 00 00 00 6c, mode 6 readvar",
    "-, 123, 17 00 03 2a 00 00 00 00, monlist request",
    "-, 123, 16 02 00 01 00 00 00 00 00 00 00 00, mode 6 request",
    "-, 123, 24 01 03 e6 00 00 00 24 00 00 00 02, a server's time",
    "memcached, 11211, 13 37 00 00 00 01 00 00 56 41 4c 55 45 20 61 20, value",
    "memcached, 11211, 00 00 00 07 00 30 00 00 53 54 41 54 20 70 69 64, later datagram",
    "-, 11211, 13 37 00 00 00 01 00 01 56 41 4c 55 45 20 61 20, reserved not 0",
    "dns, 53, 12 34 81 80 00 01 00 01 00 00 00 00, response",
    "-, 53, 12 34 01 00 00 01 00 00 00 00 00 00, query",
    "mdns, 5353, 00 00 84 00 00 00 00 01 00 00 00 00, response",
    "-, 5353, 00 00 00 00 00 01 00 00 00 00 00 00, query",
    "coap, 5683, 60 45 12 34, piggybacked content",
    "coap, 5683, 61 45 12 34 aa, with a token of 1",
    "coap, 5683, 48 45 12 34 01 02 03 04 05 06 07 08, confirmable with a token of 8",
    "coap, 5683, 51 45 12 34 aa, not confirmable",
    "-, 5683, 40 01 12 34, GET",
    "-, 5683, 80 45 12 34, another version",
    "slp, 427, 02 02 00 00 30 00 00 00 00 00 00 01, service reply",
    "slp, 427, 02 0a 00 00 30 00 00 00 00 00 00 01, service type reply",
    "-, 427, 02 01 00 00 30 00 00 00 00 00 00 01, service request",
    "stun, 3478, 01 01 00 0c 21 12 a4 42 00 01 02 03 04 05 06 07 08 09 0a 0b, binding success",
    "-, 3478, 00 01 00 00 21 12 a4 42 00 01 02 03 04 05 06 07 08 09 0a 0b, binding request",
    "l2tp, 1701, c8 02 00 0c 00 01 00 00 00 00 00 01, control message",
    "-, 1701, 40 02 00 0c 00 01 00 00 00 00 00 01, data message",
    "openvpn, 1194, 40 01 02 03 04 05 06 07 08 00 00 00 00 00, hard reset of the server",
    "-, 1194, 38 01 02 03 04 05 06 07 08 00 00 00 00 00, hard reset of the client",
    "tftp, 69, 00 03 00 01, data",
    "-, 69, 00 01 61 00, read request",
    "nat-pmp, 5351, 00 80 00 00 00 00 00 01 cb 00 71 01, external address",
    "nat-pmp, 5351, 02 81 00 00 00 00 0e 10, port control protocol",
    "-, 5351, 00 00 00 00, request",
    "bfd, 3784, 20 c0 03 18 00000001 00000000 000f4240 000f4240 00000000, control",
    "qotd, 17, 48 69, a quote shorter than a word",
    "citrix, 1604, db 01 04 33 02 fd a8 e3 02 00 06 44 45 a4 98 61"
        + " 00000000000000000000000000000000, list of 475 bytes",
    "citrix, 1604, 30 00 02 31 02 fd a8 e3 02 00 06 44 45 a4 98 61"
        + " 00000000000000000000000000000000, short list",
    "source-engine, 27015, ff ff ff ff 49 11, info",
    "source-engine, 27021, fe ff ff ff 01 00, part of a reply",
    "dahua-dvr, 37810, 20 00 00 00 44 48 49 50 00 00 00 00 00 00 00 00, DHIP"
  })
  void shouldTellRepliesFromOtherMessages(String name, int port, String digits, String what) {
    byte[] payload = hex(digits);
    assertEquals(name, match(false, port, payload, payload.length, payload.length), what);
  }

  @ParameterizedTest
  @CsvSource({
    "ssdp, 1900, HTTP/1.1 200 OK CACHE-CONTROL: max-age=1",
    "ssdp, 1900, NOTIFY * HTTP/1.1 HOST: 239.255.255.250",
    "ssdp, 49153, HTTP/1.1 200 OK CACHE-CONTROL: max-age=1",
    "-, 49153, HTTP/1.1 404 Not Found CACHE-CONTROL: no",
    "-, 1900, M-SEARCH * HTTP/1.1 HOST: 239.255.255.250",
    "sip, 5060, SIP/2.0 200 OK Via: x",
    "-, 5060, OPTIONS sip:100@192.0.2.1",
    "plex, 32414, HTTP/1.0 200 OK Content-Type: plex/media-server",
    "digiman, 2362, DIGI0002",
    "jenkins, 33848, <hudson><version>2",
    "bittorrent-dht, 6881, d1:rd2:id20:abcdefgh",
    "tp240, 10074, Starting Call 12",
    "wsd, 3702, <?xml version='1.0' encoding='UTF-8'?><SOAP-ENV:Envelope xmlns:SOAP-ENV",
    "wsd, 3702, <s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns:a=",
    "wsd, 3702, <soap:Envelope xmlns:soap='http://www.w3.org/2003/05/soap-envelope' xml",
    "wsd, 3702, <SOAP-ENV:Envelope xmlns:SOAP-ENV='http://www.w3.org/2003/05/soap-envel"
  })
  void shouldKnowRepliesInText(String name, int port, String text) {
    byte[] payload = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertEquals(name, match(false, port, payload, payload.length, payload.length));
  }

  @Test
  void shouldFindRowsByPortAlone() {
    assertEquals("dns", Reflectors.names().get(table.id(table.byPort(false, 53))));
    assertEquals("source-engine", Reflectors.names().get(table.id(table.byPort(false, 27_018))));
    assertEquals("tcp-middlebox", Reflectors.names().get(table.id(table.byPort(true, 80))));
    assertEquals(ReflectorTable.NONE, table.byPort(true, 53));
    assertEquals(ReflectorTable.NONE, table.byPort(true, 443));
    assertEquals(ReflectorTable.NONE, table.byPort(false, 27_014));
    assertEquals(ReflectorTable.NONE, table.byPort(false, 27_022));
    assertEquals(ReflectorTable.NONE, table.byPort(false, ANY_PORT));
  }

  @Test
  void shouldAllocateNothing() {
    byte[] payload = hex("0101 0000 2112a442 000102030405060708090a0b");
    PacketBatch batch = Frames.whole(1, payload);
    long address = batch.frameAddress[0];
    long allocated =
        AllocatedBytes.of(
            () -> {
              int matches = 0;
              for (int i = 0; i < 200_000; i++) {
                matches += table.match(false, i & 0xffff, address, 20, 20) >= 0 ? 1 : 0;
              }
              assertTrue(matches > 0);
            });
    assertEquals(0, allocated);
    assertEquals(1, batch.size);
  }
}
