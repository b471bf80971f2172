package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.tcp;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.wire.Tcp;

class ProxyCookiesTest {
  private static final String CLIENT = "192.0.2.7";
  private static final String SERVER = "198.51.100.3";
  private static final int SEQUENCE = 77;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final byte[] NONE = {};
  private static final byte[] DATA = {1, 2, 3};

  private final Policy policy = Policies.protecting(List.of(Prefix.parse("198.51.100.0/24")));
  private final Wire wire = new Wire();
  private final ProxyCookies cookies = new ProxyCookies(policy, true);

  private int given(String client, int port, int terms) {
    wire.send(ipv4(client, SERVER, 6, tcp(port, 443, SEQUENCE, 0, Tcp.SYN, NONE)));
    return cookies.number(wire.batch, 0, SEQUENCE, terms);
  }

  private long accepted(String client, int port, int sequence, int number, byte[] payload) {
    byte[] segment = tcp(port, 443, sequence, number + 1, Tcp.ACK, payload);
    wire.send(ipv4(client, SERVER, 6, segment));
    return cookies.accept(wire.batch, 0);
  }

  @Test
  void shouldKnowItsNumbersAgainWithWhatWasAgreed() {
    for (int terms = 0; terms < ProxyCookies.TERMS; terms++) {
      int number = given(CLIENT, 4_000, terms);
      assertEquals(terms, ProxyCookies.terms(number));
      assertEquals(SEQUENCE, accepted(CLIENT, 4_000, SEQUENCE + 1, number, NONE));
      assertEquals(SEQUENCE, accepted(CLIENT, 4_000, SEQUENCE + 1, number, DATA));
    }
  }

  @Test
  void shouldKnowAProbeOfTheWindow() {
    int number = given(CLIENT, 4_000, 5);
    assertEquals(SEQUENCE, accepted(CLIENT, 4_000, SEQUENCE, number, NONE));
    assertEquals(ProxyCookies.NONE, accepted(CLIENT, 4_000, SEQUENCE, number, DATA));
    assertEquals(ProxyCookies.NONE, accepted(CLIENT, 4_000, SEQUENCE + 2, number, NONE));
  }

  @Test
  void shouldKnowThemFromTheSameEndsOnly() {
    int number = given(CLIENT, 4_000, 5);
    assertEquals(ProxyCookies.NONE, accepted(CLIENT, 4_001, SEQUENCE + 1, number, NONE));
    assertEquals(ProxyCookies.NONE, accepted("192.0.2.8", 4_000, SEQUENCE + 1, number, NONE));
    wire.send(
        ipv6(
            "2a02::8", "2001:db8::5", 6, tcp(4_000, 443, SEQUENCE + 1, number + 1, Tcp.ACK, NONE)));
    assertEquals(ProxyCookies.NONE, cookies.accept(wire.batch, 0));
  }

  @Test
  void shouldHoldForFourSecondsAndNotForNine() {
    for (int n = 0; n < 20; n++) {
      wire.after(SECOND_NS / 3);
      int number = given(CLIENT, 4_000 + n, n);
      wire.after(4 * SECOND_NS);
      assertEquals(SEQUENCE, accepted(CLIENT, 4_000 + n, SEQUENCE + 1, number, NONE));
      wire.after(5 * SECOND_NS);
      assertEquals(ProxyCookies.NONE, accepted(CLIENT, 4_000 + n, SEQUENCE + 1, number, NONE));
    }
  }

  @Test
  void shouldBeKnownToAnyBoxWithTheSameSeed() {
    int number = given(CLIENT, 4_000, 9);
    byte[] segment = tcp(4_000, 443, SEQUENCE + 1, number + 1, Tcp.ACK, NONE);
    wire.send(ipv4(CLIENT, SERVER, 6, segment));
    assertEquals(SEQUENCE, new ProxyCookies(policy, true).accept(wire.batch, 0));
  }

  @Test
  void shouldBeHardToGuess() {
    Random random = new Random(3);
    int lucky = 0;
    for (int n = 0; n < 200_000; n++) {
      long found = accepted(CLIENT, 4_000, SEQUENCE + 1, random.nextInt(), DATA);
      lucky += found != ProxyCookies.NONE ? 1 : 0;
    }
    assertTrue(lucky <= 1, "one of 2^24 is good: " + lucky);
  }

  @Test
  void shouldGiveEverybodyAnother() {
    Set<Integer> seen = new HashSet<>();
    for (int port = 1_000; port < 6_000; port++) {
      seen.add(given(CLIENT, port, 3));
    }
    assertTrue(seen.size() > 4_990, () -> "distinct: " + seen.size());
    assertNotEquals(given(CLIENT, 1_000, 3) >>> 8, given(CLIENT, 1_000, 4) >>> 8);
  }
}
