package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.classify.Wire.CLIENT;
import static org.scrubber.classify.Wire.SECOND_NS;
import static org.scrubber.classify.Wire.SERVER;
import static org.scrubber.classify.Wire.has;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.tcp;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Challenge;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.wire.Tcp;

/** Flows on which client and server count differently: the tracker sees each side's own numbers. */
class ProxiedFlowTest {
  private static final byte[] NONE = {};
  private static final byte[] DATA = {1, 2, 3};
  private static final int CLIENT_NUMBER = 1_000;
  private static final int SERVER_NUMBER = 5_000;

  private final Policy policy = proxied();
  private final Wire wire = new Wire(policy, true);
  private int probes;

  @BeforeEach
  void showBothDirections() {
    wire.send(ipv4(SERVER, "192.0.2.99", 6, tcp(443, 5_000, 1, 1, Tcp.ACK, NONE)));
  }

  private static Policy proxied() {
    Policy plain = Policies.protecting(List.of(Prefix.parse("198.51.100.0/24")));
    return plain.withObjects(List.of(plain.objects().getFirst().with(Challenge.PROXY)));
  }

  private int client(int sequence, int acknowledgement, int flags, byte[] data) {
    return wire.send(
        ipv4(CLIENT, SERVER, 6, tcp(4_000, 443, sequence, acknowledgement, flags, data)));
  }

  private int server(int sequence, int acknowledgement, int flags, byte[] data) {
    return wire.send(
        ipv4(SERVER, CLIENT, 6, tcp(443, 4_000, sequence, acknowledgement, flags, data)));
  }

  private boolean isProven() {
    byte[] probe = tcp(++probes, 80, 1, 0, Tcp.SYN, NONE);
    return has(wire.send(ipv4(CLIENT, "198.51.100.3", 6, probe)), Knowledge.PROVEN_SOURCE);
  }

  @Test
  void shouldTakeTheNumberThatTheClientWasGivenForItsServers() {
    ProxyCookies cookies = new ProxyCookies(policy, true);
    client(CLIENT_NUMBER, 0, Tcp.SYN, NONE);
    int number = cookies.number(wire.batch, 0, CLIENT_NUMBER, 3);
    assertFalse(isProven());
    int completing = client(CLIENT_NUMBER + 1, number + 1, Tcp.ACK, NONE);
    assertTrue(has(completing, Knowledge.COMPLETES));
    assertTrue(has(completing, Knowledge.ESTABLISHED));
    assertTrue(isProven());
    // What comes from inside counts in the server's own numbers, what comes from outside does not.
    assertTrue(
        has(
            server(SERVER_NUMBER, CLIENT_NUMBER + 1, Tcp.SYN | Tcp.ACK, NONE),
            Knowledge.SOLICITED));
    int data = client(CLIENT_NUMBER + 1, number + 1, Tcp.ACK, DATA);
    assertTrue(has(data, Knowledge.ESTABLISHED));
    assertFalse(has(data, Knowledge.COMPLETES));
    assertFalse(has(data, Knowledge.INCOHERENT));
    wire.after(7_000 * SECOND_NS);
    assertTrue(has(client(CLIENT_NUMBER + 4, number + 1, Tcp.ACK, DATA), Knowledge.ESTABLISHED));
  }

  @Test
  void shouldBelieveNoOtherNumber() {
    ProxyCookies cookies = new ProxyCookies(policy, true);
    client(CLIENT_NUMBER, 0, Tcp.SYN, NONE);
    int number = cookies.number(wire.batch, 0, CLIENT_NUMBER, 3);
    for (int wrong : new int[] {number, number + 2, number ^ 1 << 20, 1}) {
      assertFalse(has(client(CLIENT_NUMBER + 1, wrong, Tcp.ACK, NONE), Knowledge.ESTABLISHED));
    }
    assertFalse(isProven());
  }

  @Test
  void shouldNotAskWhereNothingIsProxied() {
    Wire plain = new Wire(policy);
    plain.send(ipv4(SERVER, "192.0.2.99", 6, tcp(443, 5_000, 1, 1, Tcp.ACK, NONE)));
    plain.send(ipv4(CLIENT, SERVER, 6, tcp(4_000, 443, CLIENT_NUMBER, 0, Tcp.SYN, NONE)));
    int number = new ProxyCookies(policy, true).number(plain.batch, 0, CLIENT_NUMBER, 3);
    byte[] ack = tcp(4_000, 443, CLIENT_NUMBER + 1, number + 1, Tcp.ACK, NONE);
    assertFalse(has(plain.send(ipv4(CLIENT, SERVER, 6, ack)), Knowledge.ESTABLISHED));
  }

  @Test
  void shouldStillBelieveTheServersOwnNumber() {
    client(CLIENT_NUMBER, 0, Tcp.SYN, NONE);
    server(SERVER_NUMBER, CLIENT_NUMBER + 1, Tcp.SYN | Tcp.ACK, NONE);
    int completing = client(CLIENT_NUMBER + 1, SERVER_NUMBER + 1, Tcp.ACK, NONE);
    assertEquals(Knowledge.COMPLETES, completing & Knowledge.COMPLETES);
  }
}
