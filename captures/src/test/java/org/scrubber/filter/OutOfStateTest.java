package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

class OutOfStateTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final int BURST = 25;

  private static Outcome flood(String vector, String reason, IntFunction<PacketBuilder> packet) {
    Scene scene = Scene.protecting(NETWORK);
    Visitor early = new Visitor("early", VISITOR, 40_000, HOST, 22);
    early.connect(scene.at(0).every(20_000));
    scene.at(2_000).every(1_000).send(3_000, "flood", packet);
    scene.at(2_500).every(50_000);
    for (int n = 0; n < 20; n++) {
      early.data(scene, n);
    }
    scene.at(2_600).every(100_000);
    scene.send(20, "vpn", n -> udp("41.1.2.3", 51_820, HOST, 51_820, noise(n, 128)));
    scene.at(2_600).every(200_000);
    Visitor neighbour = new Visitor("neighbour", source(50_000), 40_000, NEIGHBOUR, 22);
    neighbour.connect(scene);
    neighbour.data(scene, 0);
    Outcome outcome = scene.run();
    outcome.of("early").passes();
    outcome.of("vpn").passes();
    outcome.of("neighbour").passes();
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(BURST).isDropped(reason).under(vector, HOST + "/32");
    return outcome;
  }

  @Test
  void shouldDropReflectedSynAcks() {
    flood(
        "synack-reflection",
        "synack-reflection",
        n -> synAck(source(n % 900), 443, HOST, port(n), n, n * 3));
  }

  @Test
  void shouldDropBareAcksOfSpoofedSources() {
    flood(
        "ack-flood",
        "ack-flood-out-of-state",
        n ->
            Fingerprints.bareAck(
                ethernet(), Endpoints.of(source(n), port(n), HOST, 443), 54, n, n, n * 5, 512));
  }

  @Test
  void shouldDropMiraiAcks() {
    flood(
        "ack-flood",
        "ack-flood-out-of-state",
        n ->
            Fingerprints.miraiAck(
                ethernet(),
                Endpoints.of(source(n % 100), port(n), HOST, port(n * 3)),
                54,
                n,
                n,
                n * 5,
                512,
                noise(n, 512)));
  }

  @Test
  void shouldDropResets() {
    flood("rst-flood", "rst-flood-out-of-state", n -> rst(source(n), port(n), HOST, 443, n));
  }

  @Test
  void shouldDropFins() {
    flood(
        "fin-flood",
        "fin-flood-out-of-state",
        n -> ethernet().ipv4(source(n), HOST).tcp(port(n), 443).fin().seq(n).ack(n * 9L));
  }

  @Test
  void shouldDropResetsOfReflectorsWithTheirSynAcks() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(1_000);
    scene.send(1_000, "flood", n -> synAck(source(n % 900), 443, HOST, port(n), n, n * 3));
    scene.at(500).every(100_000);
    scene.send(15, "closed", n -> rst(source(5_000 + n), 443, HOST, port(n), 0));
    Outcome outcome = scene.run();
    outcome.of("flood").after(BURST).isDropped("synack-reflection");
    outcome.of("closed").isDropped("synack-reflection").under("synack-reflection", HOST + "/32");
  }

  @Test
  void shouldPassSynAcksThatTheHostAskedFor() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(1_000);
    scene.send(3_000, "flood", n -> synAck(source(n % 900), 443, HOST, port(n), n, n * 3));
    scene.at(1_000).every(10_000);
    for (int n = 0; n < 50; n++) {
      scene.send("asked", Packets.syn(HOST, 50_000 + n, source(6_000 + n), 443, n));
      scene.send("asked", synAck(source(6_000 + n), 443, HOST, 50_000 + n, n * 7, n + 1));
      scene.send("asked", ack(HOST, 50_000 + n, source(6_000 + n), 443, n + 1, n * 7 + 1, 80));
      scene.send("asked", ack(source(6_000 + n), 443, HOST, 50_000 + n, n * 7 + 1, n + 81, 900));
    }
    Outcome outcome = scene.run();
    outcome.of("asked").passes();
  }

  @Test
  void shouldPassFlowsThatRanBeforeWeLooked() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.ACK_PPS, 200);
    // Fifteen transfers in mid-stream, seen from one side only, then a flood beside them.
    for (int flow = 0; flow < 15; flow++) {
      String client = source(400 + flow);
      int from = 30_000 + flow;
      scene.at(flow * 60L).every(100_000);
      scene.send(60, "running", n -> ack(client, from, HOST, 443, n * 100, 7, 100));
    }
    scene.at(3_000).every(1_000);
    scene.send(
        2_500,
        "flood",
        n ->
            Fingerprints.bareAck(
                ethernet(), Endpoints.of(source(n), port(n), HOST, 443), 54, n, n, n * 5, 512));
    Outcome outcome = scene.run();
    outcome.of("running").passes();
    outcome.of("flood").after(2 * BURST).isDropped("ack-flood-out-of-state");
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().at(0).every(1_000);
    scene.send(300, "flood", n -> rst(source(n), port(n), HOST, 443, n));
    scene.run().of("flood").after(BURST).isOnlyMarked("rst-flood-out-of-state");
  }

  @Test
  void shouldPassConnectionsUnderWayThatAreSeenFromOneSide() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 60_000; n++) {
      int client = n % 300;
      int step = n / 300 * 1_000;
      scene.at(n / 10).send("ack", ack(source(client), 40_000, HOST, 443, 7, 1_000 + step, 0));
    }
    // The first segment of a connection cannot be told from a stray one.
    scene.run().of("ack").after(300).passes();
  }

  /** Everybody has been here before, with a handshake, and so owns his address. */
  private static Scene floodOfVisitors(int visitors) {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.ACK_PPS, 200);
    scene.at(0).every(1_000);
    for (int n = 0; n < visitors; n++) {
      new Visitor("early", source(n), 40_000, HOST, 443).connect(scene);
    }
    scene.at(2_000).every(1_000);
    return scene.send(
        10_000,
        "flood",
        n -> ack(source(n % visitors), port(n), HOST, 443, n * 77_777, n * 5_555, 0));
  }

  @Test
  void shouldDropFloodOfSourcesThatOwnTheirAddress() {
    Outcome outcome = floodOfVisitors(50).run();
    outcome.of("early").passes();
    // What fills the bucket passes, and four of each source.
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(20 + BURST + 4 * 50).isDropped("ack-flood-out-of-state");
  }

  @Test
  void shouldDropFloodOfNetworkThatOwnsItsAddresses() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.ACK_PPS, 200);
    scene.at(0).every(1_000);
    for (int n = 0; n < 200; n++) {
      new Visitor("early", "11.32.0." + n, 40_000, HOST, 443).connect(scene);
    }
    scene.at(2_000).every(1_000);
    scene.send(
        4_000,
        "flood",
        n -> ack("11.32.0." + n % 200, port(n), HOST, 443, n * 77_777, n * 5_555, 0));
    scene.run().of("flood").after(20 + BURST + 4 * 4).isDropped("ack-flood-out-of-state");
  }

  @Test
  void shouldPassUnknownConnectionOfKnownClientThatWakesUpInTheFlood() {
    Scene scene = floodOfVisitors(50);
    String client = source(5_000);
    scene.at(1_500).every(1_000);
    new Visitor("other", client, 40_000, HOST, 443).connect(scene);
    // Longer idle than a connection is remembered for, or met on another path before.
    Visitor sleeper = new Visitor("sleeper", client, 50_000, HOST, 443);
    scene.at(6_000).every(2_000);
    for (int n = 0; n < 100; n++) {
      sleeper.data(scene, n);
    }
    Outcome outcome = scene.run();
    outcome.of("other").passes();
    outcome.of("sleeper").passes();
  }

  /** SYN-ACKs to a whole network, few to each host, among them a service with its own policy. */
  private static Scene reflectionAroundService() {
    Scene scene = Scene.protecting("198.18.0.0/22").object("service", HOST + "/32");
    scene.at(0).every(1_000);
    for (int n = 0; n < 6_000; n++) {
      String target = "198.18." + (n / 200 & 3) + "." + (20 + n % 200);
      scene.send("flood", synAck(source(n % 900), 443, target, port(n), n, n * 3));
    }
    scene.at(1_000).every(1_000_000);
    return scene.send(4, "strays", n -> synAck(source(n % 900), 443, HOST, port(7 * n), n, n * 3));
  }

  @Test
  void shouldDropCarpetOfSynAcksAtServiceInside() {
    Scene scene = reflectionAroundService();
    for (int n = 0; n < 50; n++) {
      scene.at(500 + n * 100).every(10_000);
      scene.send("asked", Packets.syn(HOST, 50_000 + n, source(6_000 + n), 443, n));
      scene.send("asked", synAck(source(6_000 + n), 443, HOST, 50_000 + n, n * 7, n + 1));
    }
    Outcome outcome = scene.run();
    outcome.of("asked").passes();
    outcome.of("strays").isDropped("synack-reflection");
  }

  @Test
  void shouldNotDropCarpetOfSynAcksAtServiceWhoseQuestionsAreNotSeen() {
    reflectionAroundService().run().of("strays").passes();
  }
}
