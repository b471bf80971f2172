package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.classify.Wire.CLIENT;
import static org.scrubber.classify.Wire.SECOND_NS;
import static org.scrubber.classify.Wire.SERVER;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.wire.Tcp;

class ViewTest {
  private final Wire wire = new Wire();

  private void receive(int count, int flags) {
    for (int i = 0; i < count; i++) {
      wire.send(ipv4(CLIENT, SERVER, 6, tcp(1_000 + i, 443, 1, 1, flags, counting(4))));
    }
  }

  private void answer() {
    wire.send(ipv4(SERVER, CLIENT, 17, udp(53, 1_000, counting(4))));
  }

  @Test
  void shouldSayNothingOfFewPackets() {
    receive(15, Tcp.SYN);
    assertEquals("unknown", wire.view.describe(0));
    receive(1, Tcp.SYN);
    assertEquals("asymmetric", wire.view.describe(0));
  }

  @Test
  void shouldSeeBothDirections() {
    receive(20, Tcp.SYN);
    assertFalse(wire.view.isSymmetric(0));
    answer();
    assertTrue(wire.view.isSymmetric(0));
    assertEquals("symmetric", wire.view.describe(0));
    assertFalse(wire.view.isSymmetric(1));
  }

  @Test
  void shouldLearnNothingFromWhatAnObjectSendsToAnother() {
    Wire two = new Wire(Wire.protecting("198.51.100.0/24", "203.0.113.0/24"));
    for (int n = 0; n < 20; n++) {
      two.send(ipv4("203.0.113.9", SERVER, 17, udp(1_000, 53, counting(4))));
      two.send(ipv4(SERVER, "203.0.113.9", 17, udp(53, 1_000, counting(4))));
    }
    assertFalse(two.view.isSymmetric(0) || two.view.isSymmetric(1));
    two.send(ipv4(SERVER, CLIENT, 17, udp(53, 1_000, counting(4))));
    assertTrue(two.view.isSymmetric(0));
  }

  @Test
  void shouldSeeMidStreamWhenNoHandshakeIsSeen() {
    receive(20, Tcp.ACK);
    assertEquals("mid-stream", wire.view.describe(0));
    receive(1, Tcp.SYN);
    assertEquals("asymmetric", wire.view.describe(0));
  }

  @Test
  void shouldDoubtDirectionThatHasBeenSilentForLong() {
    answer();
    wire.after(60 * SECOND_NS);
    receive(1, Tcp.ACK);
    assertTrue(wire.view.isSymmetric(0));
    wire.after(SECOND_NS);
    receive(1, Tcp.ACK);
    assertFalse(wire.view.isSymmetric(0));
    answer();
    assertTrue(wire.view.isSymmetric(0));
  }

  @Test
  void shouldDoubtADirectionThatFallsSilentWhileItsFlowsGoOn() {
    answer();
    for (int n = 0; n < 40; n++) {
      assertTrue(wire.view.isSymmetric(0) || n > 31, "after " + n);
      wire.after(SECOND_NS / 3);
      wire.send(ipv4(CLIENT, SERVER, 17, udp(1_000, 53, counting(4))));
    }
    assertFalse(wire.view.isSymmetric(0));
  }

  @Test
  void shouldNotDoubtADirectionThatOnlyStrangersGetNoAnswerFrom() {
    answer();
    for (int n = 0; n < 40; n++) {
      wire.after(SECOND_NS / 3);
      receive(100, Tcp.SYN);
    }
    assertTrue(wire.view.isSymmetric(0));
  }

  @Test
  void shouldNotCountWhatPassesBy() {
    for (int i = 0; i < 50; i++) {
      wire.send(ipv4(CLIENT, "203.0.113.1", 17, udp(1, 2, counting(4))));
    }
    assertEquals("unknown", wire.view.describe(0));
  }

  @Test
  void shouldNotTakeTrafficBetweenTwoObjectsForTheWayOut() {
    // The answer to a neighbour comes in to the neighbour, by way of routers outside.
    Wire both = new Wire(Wire.protecting("198.51.100.0/24", "203.0.113.0/24"));
    both.send(ipv4("203.0.113.1", SERVER, 6, tcp(1_000, 443, 1, 1, Tcp.SYN, counting(4))));
    both.send(ipv4(SERVER, "203.0.113.1", 6, tcp(443, 1_000, 1, 2, Tcp.ACK, counting(4))));
    assertFalse(both.view.isSymmetric(0));
    assertFalse(both.view.isSymmetric(1));
    both.send(ipv4(SERVER, CLIENT, 17, udp(53, 1_000, counting(4))));
    assertTrue(both.view.isSymmetric(0));
    assertFalse(both.view.isSymmetric(1));
  }

  @Test
  void shouldTakeAnObjectThatHoldsAllTheWorldForTheOutside() {
    Wire world = new Wire(Wire.protecting("198.51.100.0/24", "0.0.0.0/0"));
    world.send(ipv4(SERVER, CLIENT, 17, udp(53, 1_000, counting(4))));
    assertTrue(world.view.isSymmetric(0));
  }
}
