package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class MitigationLifeTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final int BURST = 25;

  /** A packet of a flood of that vector, from a source of its own. */
  private static PacketBuilder packet(String vector, int n) {
    String from = source(n);
    return switch (vector) {
      case "syn-flood" -> syn(from, port(n), HOST, 443, n);
      case "synack-reflection" -> synAck(from, 443, HOST, port(n), n, n);
      case "ack-flood" -> ack(from, port(n), HOST, 443, n, n, 0);
      case "rst-flood" -> rst(from, port(n), HOST, 443, n);
      case "fin-flood" -> ethernet().ipv4(from, HOST).tcp(port(n), 443).fin().ack(n);
      case "udp-flood" -> udp(from, port(n), HOST, 80, noise(7, 300));
      case "icmp-flood" -> ethernet().ipv4(from, HOST).echoRequest(n & 0xffff, n).payload(20, n);
      case "fragment-flood" ->
          ethernet().ipv4(from, HOST).id(n).slice(800, 800).udp(7, 7).payload(2_000, n);
      case "gre-flood" -> ethernet().ipv4(from, HOST).gre().payload(90, n);
      case "esp-flood" -> ethernet().ipv4(from, HOST).esp(n, n).payload(90, n);
      case "protocol-flood" -> ethernet().ipv4(from, HOST).protocol(132).payload(90, n);
      default -> udp(from, 53, HOST, port(n), dnsAnswer(n, 300));
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "syn-flood",
        "synack-reflection",
        "ack-flood",
        "rst-flood",
        "fin-flood",
        "udp-flood",
        "icmp-flood",
        "fragment-flood",
        "gre-flood",
        "esp-flood",
        "protocol-flood",
        "dns-amplification"
      })
  void shouldHoldThirtySecondsThenReleaseAndReturnAtAQuarterOfTheBurst(String vector) {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).send("earlier", packet(vector, 99_999)); // The object has been seen for a while.
    scene.at(2_000).every(1_000).send(1_000, "first", n -> packet(vector, n));
    scene.at(31_000).send("held", packet(vector, 5_000));
    scene.at(35_000).every(2_000_000).send(20, "after", n -> packet(vector, 6_000 + n));
    scene.at(300_000).every(1_000).send(500, "again", n -> packet(vector, 7_000 + n));
    // Ten minutes after its end nothing is remembered.
    scene.at(1_200_000).every(1_000).send(500, "anew", n -> packet(vector, 9_000 + n));
    Outcome outcome = scene.run();
    outcome.of("first").first(20).passes();
    outcome.of("first").after(BURST).isCondemned().under(vector, HOST + "/32");
    outcome.of("held").isCondemned();
    outcome.of("after").passes();
    outcome.of("again").first(5).passes();
    outcome.of("again").after(8).isCondemned().under(vector, HOST + "/32");
    outcome.of("anew").first(20).passes();
    outcome.of("anew").after(BURST).isCondemned();
    assertEquals(1, outcome.report().vectors().size());
    assertTrue(outcome.report().vectors().getFirst().raisedBy().contains("3 times"));
  }

  @Test
  void shouldReleaseAfterALongPauseOfEverything() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(1_000).send(1_000, "first", n -> packet("udp-flood", n));
    scene.at(86_400_000).every(100_000).send(10, "day", n -> packet("udp-flood", 5_000 + n));
    Outcome outcome = scene.run();
    outcome.of("day").after(1).passes();
    assertTrue(outcome.report().vectors().getFirst().ended());
  }

  @Test
  void shouldNotReleaseWhileTheFloodGoesOn() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(20_000).send(6_000, "flood", n -> packet("rst-flood", n));
    Outcome outcome = scene.run();
    outcome.of("flood").after(40).isCondemned();
    assertFalse(outcome.report().vectors().getFirst().ended());
  }

  @Test
  void shouldMeetAFloodThatBeginsWithTheCapture() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(1_000).send(3_000, "one", n -> udp(VISITOR, 4_000, HOST, 80, noise(7, 99)));
    scene.run().of("one").after(BURST).isCondemned();
  }

  @ParameterizedTest
  @ValueSource(longs = {250_000_000, 500_000_000, 1_000_000_000})
  void shouldBearThresholdsOfABillionPackets(long pps) {
    Scene scene = Scene.protecting(NETWORK);
    for (ThresholdKey key : ThresholdKey.values()) {
      if (key.key().endsWith("-pps")) {
        scene.limit(key, pps);
      }
    }
    scene.at(0);
    for (int n = 0; n < 2_000; n++) {
      scene.send("all", packet("syn-flood", n)).send("all", packet("udp-flood", n));
      scene.send("all", packet("icmp-flood", n)).send("all", packet("dns-amplification", n));
    }
    scene.run().of("all").passes();
  }
}
