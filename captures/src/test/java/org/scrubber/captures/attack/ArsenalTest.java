package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.scenario.LegitPlan;
import org.scrubber.captures.scenario.Mode;
import org.scrubber.captures.scenario.Scenario;
import org.scrubber.captures.scenario.Scenarios;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Truth;
import org.scrubber.parse.Malformed;
import org.scrubber.parse.ParseFlags;
import org.scrubber.wire.Protocols;
import org.scrubber.wire.Tcp;

/** Holds what each tool sends to what it claims to be, as the scrubber's own parser reads it. */
class ArsenalTest {
  private static final Set<String> IMPOSSIBLE_FRAGMENTS =
      Set.of("tiny-fragments", "impossible-fragments");
  private static final Set<String> HANDSHAKES =
      Set.of("mirai-stomp", "connections", "slow-connections");

  @TestFactory
  List<DynamicTest> shouldSendWhatItClaims() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : Arsenal.names()) {
      tests.add(DynamicTest.dynamicTest(name, () -> check(name)));
    }
    return tests;
  }

  private static void check(String name) {
    boolean v6 = name.equals("fragments-v6");
    java.util.Map<String, Object> values = new java.util.HashMap<>();
    values.put("tool", name);
    values.put("from", v6 ? "BOT6" : name.equals("land") ? "SELF" : "BOT257K:3000");
    values.put("to", v6 ? "2001:db8:6::10" : "198.18.65.10");
    values.put("port", 443);
    VectorPlan vector = new VectorPlan(0, "v1", 0, 2, 1, List.of("udp-flood"), false, values);
    Rehearsal rehearsal =
        Rehearsal.of(
            scenario(vector),
            2,
            (batch, i, crossing) -> {
              if (crossing.inbound && crossing.truth.kind() == Truth.Kind.ATTACK) {
                check(name, batch, i, crossing);
              }
            });
    assertTrue(rehearsal.total >= 3_999, name + " sent " + rehearsal.total);
    assertTrue(rehearsal.packets(Arsenal.entry(name).vector()) > 1_500, name);
  }

  private static Scenario scenario(VectorPlan vector) {
    return new Scenario(
        "test",
        "test",
        "P0",
        List.of(Mode.SYM),
        0,
        0,
        2,
        0,
        List.of("T06"),
        List.of(vector),
        new LegitPlan(1, List.of(), List.of()),
        java.util.Map.of(),
        java.util.Map.of(),
        0,
        0,
        "test");
  }

  private static void check(String name, PacketBatch batch, int i, Crossing crossing) {
    assertTrue(batch.family[i] != 0, name);
    String vector = Arsenal.entry(name).vector();
    int malformed = batch.malformed[i];
    if (name.equals("mirai-stomp")) {
      assertEquals(Tcp.PSH | Tcp.ACK, batch.tcpFlags[i]);
      assertEquals(768 - 12, batch.payloadLength[i]);
      return;
    }
    if (vector.equals("malformed") || vector.equals("tcp-malformed")) {
      assertNotEquals(0, malformed, name);
      return;
    }
    if (IMPOSSIBLE_FRAGMENTS.contains(name)) {
      assertNotEquals(0, malformed, name);
    } else if (!name.endsWith("-fragments") && !name.equals("fragments-v6")) {
      assertEquals(0, malformed, () -> name + ": " + Malformed.values()[malformed]);
    }
    int flags = batch.tcpFlags[i];
    switch (vector) {
      case "syn-flood" ->
          assertTrue(HANDSHAKES.contains(name) || flags == Tcp.SYN, name + ": " + flags);
      case "synack-reflection" -> assertEquals(Tcp.SYN | Tcp.ACK, flags);
      case "ack-flood" -> assertTrue((flags & ~Tcp.PSH) == Tcp.ACK, name);
      case "rst-flood" -> assertTrue((flags & Tcp.RST) != 0, name);
      case "fin-flood" -> assertEquals(Tcp.FIN | Tcp.ACK, flags);
      case "land" -> assertEquals(batch.sourceLow[i], batch.targetLow[i]);
      case "icmp-flood" -> assertEquals(Protocols.ICMP, batch.protocol[i]);
      case "gre-flood" -> assertEquals(Protocols.GRE, batch.protocol[i]);
      case "esp-flood" -> assertEquals(Protocols.ESP, batch.protocol[i]);
      case "udp-flood" -> assertEquals(Protocols.UDP, batch.protocol[i]);
      case "protocol-flood" -> assertTrue(batch.transportOffset[i] > 0);
      case "fragment-flood" ->
          assertTrue(
              name.equals("fragments-v6") || (batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0);
      case "fragment-malformed" -> assertTrue((batch.parseFlags[i] & ParseFlags.FRAGMENT) != 0);
      default -> {
        assertTrue(vector.endsWith("-amplification"), vector);
        assertEquals(Protocols.UDP, batch.protocol[i]);
      }
    }
    assertEquals(vector, crossing.truth.traffic());
  }

  @Test
  void shouldBeUsedAltogether() {
    Set<String> used = new TreeSet<>();
    for (Scenario scenario : Scenarios.all()) {
      for (VectorPlan vector : scenario.vectors()) {
        if (vector.values().get("tool") instanceof String tool) {
          used.add(tool);
        }
        if (vector.values().get("tools") instanceof List<?> mix) {
          mix.forEach(one -> used.add((String) ((java.util.Map<?, ?>) one).get("tool")));
        }
      }
    }
    Set<String> unused = new TreeSet<>(Arsenal.names());
    unused.removeAll(used);
    // Scanners belong to the background noise.
    assertEquals(Set.of("masscan-syn", "zmap-syn"), unused);
  }
}
