package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.LinkGuard;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class UnofferedTest {
  private static final String UNOFFERED = "unoffered";
  private static final String PEER = "41.7.7.7";

  private static Scene web() {
    return Scene.protecting(HOST + "/32")
        .offering("tcp/443", "udp/443", "icmp")
        .guarding(LinkGuard.SERVICES);
  }

  /** A client that is answered every second, so that both directions are seen. */
  private static Scene talking(Scene scene, int seconds) {
    scene.at(0).every(1_000_000);
    scene.send(seconds, "talk", n -> udp(VISITOR, 40_000, HOST, 443, noise(n, 200)));
    scene.at(5).every(1_000_000);
    return scene.send(seconds, "talk", n -> udp(HOST, 443, VISITOR, 40_000, noise(n, 300)));
  }

  private static PacketBuilder stray(int n) {
    return udp(source(n), port(n), HOST, n % 2 == 0 ? 80 : port(n + 1), noise(n, 512));
  }

  private static PacketBuilder slice(String from, int n, int offset) {
    return ethernet()
        .ipv4(from, HOST)
        .id(n)
        .slice(offset, 1_480)
        .udp(7_000, 7_001)
        .payload(noise(n, 3_000));
  }

  @Test
  void shouldDropWhatNobodyOffersFromItsFirstPacketHoweverRareItIs() {
    Scene scene = talking(web(), 120);
    scene.at(40_000).every(1_000_000).send(60, "stray", UnofferedTest::stray);
    scene.at(40_100).every(1_000_000);
    scene.send(60, "fragment", n -> slice(source(n), n, 1_480));
    scene.at(40_200).every(1_000_000);
    scene.send(60, "gre", n -> ethernet().ipv4(source(n), HOST).gre().payload(noise(n, 90)));
    Outcome outcome = scene.run();
    outcome.of("stray").isDropped(UNOFFERED);
    outcome.of("fragment").isDropped(UNOFFERED);
    outcome.of("gre").isDropped(UNOFFERED);
    outcome.of("talk").passes();
  }

  @Test
  void shouldPassServicesAnswersPingsAndTcpThatLookAlike() {
    Scene scene = talking(web(), 120);
    scene.at(40_000).every(1_000_000);
    scene.send(60, "service", n -> udp(source(n), port(n), HOST, 443, noise(n, 512)));
    scene.at(40_100).every(1_000_000);
    scene.send(60, "ping", n -> ethernet().ipv4(source(n), HOST).echoRequest(n, 1).payload(9, 9));
    scene.at(40_200).every(1_000_000);
    scene.send(60, "tcp", n -> syn(source(n), port(n), HOST, 8_443, n));
    for (int n = 0; n < 20; n++) { // What the server asks is answered, in fragments, in any order.
      scene.at(40_300 + n * 1_000L);
      scene.send("question", udp(HOST, 20_000 + n, PEER, 7_000, noise(n, 40)));
      scene.at(40_320 + n * 1_000L).every(2_000);
      scene.send("answer", slice(PEER, 500 + n, 1_480));
      PacketBuilder first =
          ethernet()
              .ipv4(PEER, HOST)
              .id(500 + n)
              .slice(0, 1_480)
              .udp(7_000, 20_000 + n)
              .payload(noise(500 + n, 3_000));
      scene.send("answer", first);
    }
    Outcome outcome = scene.run();
    for (String good : new String[] {"service", "ping", "tcp", "answer", "talk"}) {
      outcome.of(good).passes();
    }
  }

  @Test
  void shouldLeaveItToThresholdsWhereOneDirectionIsSeen() {
    Scene scene = web();
    scene.at(0).every(500_000);
    scene.send(200, "talk", n -> udp(VISITOR, 40_000, HOST, 443, noise(n, 200)));
    scene.at(40_000).every(1_000_000).send(50, "stray", UnofferedTest::stray);
    Outcome outcome = scene.run();
    outcome.of("stray").passes();
    outcome.of("talk").passes();
  }

  @Test
  void shouldPassFragmentsWhereAServiceMayFragment() {
    Scene scene =
        talking(
            Scene.protecting(HOST + "/32")
                .offering("udp/443", "udp/500")
                .guarding(LinkGuard.SERVICES),
            120);
    scene.at(40_000).every(1_000_000);
    scene.send(50, "fragment", n -> slice(source(n), n, 1_480));
    scene.run().of("fragment").passes();
  }

  @Test
  void shouldNameAFloodByItsVectorAndLeaveOthersAlone() {
    Scene scene = talking(web(), 120).object("generic", "198.18.0.11/32");
    scene.at(50_000).every(1_000).send(5_000, "stray", UnofferedTest::stray);
    scene.at(40_000).every(1_000_000);
    scene.send(30, "other", n -> udp(source(n), port(n), "198.18.0.11", 80, noise(n, 512)));
    Outcome outcome = scene.run();
    outcome.of("stray").isDropped(UNOFFERED);
    outcome.of("other").passes();
    org.junit.jupiter.api.Assertions.assertEquals(
        "udp-flood", outcome.report().incidents().getFirst().vectors().getFirst().vector());
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = talking(web().monitoring(), 120);
    scene.at(40_000).every(1_000_000).send(50, "stray", UnofferedTest::stray);
    scene.run().of("stray").isOnlyMarked(UNOFFERED);
  }
}
