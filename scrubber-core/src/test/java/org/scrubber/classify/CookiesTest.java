package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.tcp;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.table.SipHash;
import org.scrubber.wire.Tcp;

class CookiesTest {
  private static final String CLIENT = "192.0.2.7";
  private static final String SERVER = "198.51.100.3";
  private static final int SEQUENCE = 77;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final byte[] NONE = {};

  private final Wire wire = new Wire();
  private final Cookies cookies = new Cookies(5);
  private final SipHash.Columns columns = new SipHash.Columns(1);

  private int asked(String client, int port) {
    wire.send(ipv4(client, SERVER, 6, tcp(port, 443, SEQUENCE, 0, Tcp.SYN, NONE)));
    return issued();
  }

  private int issued() {
    cookies.issue(wire.batch, new int[] {0}, 1, columns);
    return Cookies.number(columns.get(0), SEQUENCE);
  }

  private boolean answers(String client, int port, int number) {
    wire.send(ipv4(client, SERVER, 6, tcp(port, 443, number, 0, Tcp.RST, NONE)));
    return cookies.isAnsweredBy(wire.batch, 0);
  }

  @Test
  void shouldKnowItsNumberAgainFromTheSameEndsOnly() {
    int number = asked(CLIENT, 4_000);
    assertTrue(answers(CLIENT, 4_000, number));
    assertFalse(answers(CLIENT, 4_001, number));
    assertFalse(answers("192.0.2.8", 4_000, number));
    assertFalse(answers(CLIENT, 4_000, number + 1));
    wire.send(ipv4(CLIENT, SERVER, 6, tcp(4_000, 443, number, 0, Tcp.RST, NONE)));
    assertFalse(new Cookies(6).isAnsweredBy(wire.batch, 0));
  }

  @Test
  void shouldKnowNumbersOfIpv6() {
    String client = "2a02::7";
    String server = "2001:db8:5::1";
    wire.send(ipv6(client, server, 6, tcp(4_000, 443, SEQUENCE, 0, Tcp.SYN, NONE)));
    int number = issued();
    wire.send(ipv6(client, server, 6, tcp(4_000, 443, number, 0, Tcp.RST, NONE)));
    assertTrue(cookies.isAnsweredBy(wire.batch, 0));
    wire.send(ipv6("2a02::8", server, 6, tcp(4_000, 443, number, 0, Tcp.RST, NONE)));
    assertFalse(cookies.isAnsweredBy(wire.batch, 0));
  }

  @Test
  void shouldHoldForFourSecondsAndNotForNine() {
    for (int n = 0; n < 20; n++) {
      wire.after(SECOND_NS / 3);
      int number = asked(CLIENT, 4_000 + n);
      wire.after(4 * SECOND_NS);
      assertTrue(answers(CLIENT, 4_000 + n, number), "round " + n);
      wire.after(5 * SECOND_NS);
      assertFalse(answers(CLIENT, 4_000 + n, number), "round " + n);
    }
  }

  @Test
  void shouldNeverAcknowledgeWhatTheClientSent() {
    for (int number : new int[] {0, 1, 77, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      for (int sent = 0; sent <= 1_460; sent += 20) {
        int sequence = number - 1 - sent;
        int shown = Cookies.number(number & 0xffff_ffffL, sequence);
        assertNotEquals(sequence + 1 + sent, shown);
        assertEquals(number ^ Integer.MIN_VALUE, shown);
      }
      assertEquals(number, Cookies.number(number & 0xffff_ffffL, number + 100));
    }
  }

  @Test
  void shouldTakeTheOtherNumberForItsOwnToo() {
    int number = asked(CLIENT, 4_000);
    assertTrue(answers(CLIENT, 4_000, number ^ Integer.MIN_VALUE));
  }

  @Test
  void shouldNotRepeatNumbers() {
    Set<Integer> numbers = new HashSet<>();
    for (int port = 1_000; port < 3_000; port++) {
      numbers.add(asked(CLIENT, port));
    }
    assertEquals(2_000, numbers.size());
  }

  @Test
  void shouldNotReadWhatWasNotCaptured() {
    byte[] rst = ipv4(CLIENT, SERVER, 6, tcp(4_000, 443, 5, 0, Tcp.RST, NONE));
    wire.sendSnapped(rst, 24);
    assertFalse(cookies.isAnsweredBy(wire.batch, 0));
  }
}
