package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.SplitMix64;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Group;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** Floods where only what goes in is seen: answers, and the questions of the inside, are not. */
class OneWayTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String CLIENTS = "198.18.0.40";

  /** The segments of one connection to a server, every 40 ms; handshake first. */
  private static void visit(Scene scene, String label, int n, long fromMs, long toMs) {
    int from = 20_000 + n % 30_000;
    int start = n * 7_919;
    int other = n * 104_729;
    scene.at(fromMs).send(label, syn(source(n), from, HOST, 443, start));
    int step = 0;
    for (long at = fromMs + 20; at < toMs; at += 40, step++) {
      int sent = start + 1 + step * 300;
      scene.at(at).send(label, ack(source(n), from, HOST, 443, sent, other + step * 900, 200));
    }
  }

  /** What a client behind a translator receives from a server: SYN-ACK, then data. */
  private static void fetch(Scene scene, String label, int n, long fromMs, int segments) {
    int to = 1_024 + n % 60_000;
    int start = n * 15_485_863;
    String server = source(300_000 + n % 200);
    scene.at(fromMs).send(label, synAck(server, 443, CLIENTS, to, start, n + 1));
    for (int k = 0; k < segments; k++) {
      scene.at(fromMs + 20 + k * 10L);
      scene.send(label, ack(server, 443, CLIENTS, to, start + 1 + k * 1_400, n + 400, 1_400));
    }
  }

  private static PacketBuilder stray(int n, String target, int toPort) {
    int random = (int) SplitMix64.mix(n + 77);
    Endpoints ends = Endpoints.of(source(n % 5_000), port(n), target, toPort);
    return Fingerprints.bareAck(ethernet(), ends, 54, n, random, random * 31, 512);
  }

  @Test
  void shouldKeepConnectionsOfBothKindsUnderAnAckFlood() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.ACK_PPS, 100);
    scene.limit(ThresholdKey.SYN_PPS, 100).limit(ThresholdKey.SYNACK_PPS, 100);
    for (int n = 0; n < 60; n++) {
      visit(scene, "before", n, n * 50L, 20_000);
      visit(scene, "during", 100 + n, 8_000 + n * 50L, 20_000);
      fetch(scene, "fetched", n, 100 + n * 300L, 40);
    }
    scene.at(6_000).every(250).send(24_000, "flood", n -> stray(n, HOST, 443));
    scene.at(6_000).every(250).send(24_000, "nat", n -> stray(n + 50_000, CLIENTS, port(n * 3)));
    Outcome outcome = scene.run();
    outcome.of("before").passes();
    outcome.of("during").passes();
    outcome.of("fetched").passes();
    outcome.of("flood").after(200).loses(99);
    outcome.of("nat").after(200).loses(99);
  }

  @Test
  void shouldDropSegmentsThatOnlyLookLikeALiveConnections() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.ACK_PPS, 100);
    scene.limit(ThresholdKey.SYN_PPS, 100);
    for (int n = 0; n < 20; n++) {
      visit(scene, "before", n, n * 50L, 12_000);
    }
    scene.at(6_000).every(250);
    scene.send(
        20_000,
        "flood",
        n -> {
          // A neighbour of a live client, and numbers near that client's own.
          int live = n % 20;
          String near = source(live).replaceAll("\\d+$", "") + (1 + n / 20 % 250);
          int jitter = (int) (SplitMix64.mix(n) & 0x1fffff) - 0x100000;
          int random = (int) (SplitMix64.mix(n * 3L) & 0x1fffff) - 0x100000;
          return ack(near, port(n), HOST, 443, live * 7_919 + jitter, live * 104_729 + random, 300);
        });
    Outcome outcome = scene.run();
    outcome.of("before").passes();
    outcome.of("flood").after(200).loses(99);
  }

  @Test
  void shouldPassWhatIsMetInMidStreamAndMovesOn() {
    Scene scene = Scene.protecting("198.18.7.0/24").object("diverted", NETWORK);
    scene.limit(ThresholdKey.ACK_PPS, 100);
    scene.at(0).every(1_000_000);
    scene.send(60, "elsewhere", n -> udp("44.1.1.1", 5_000, "198.18.7.7", 5_000, noise(n, 60)));
    // The flood is there already when the first packets of the object are seen.
    scene.at(20_000).every(500).send(40_000, "flood", n -> stray(n, HOST, 443));
    int[] gapsMs = {30, 200, 900, 2_500};
    for (int n = 0; n < 80; n++) {
      int gap = gapsMs[n % 4];
      int from = 40_000 + n;
      String client = source(700_000 + n);
      int k = 0;
      for (long at = 20_001 + n * 29L % gap; at < 40_000; at += gap, k++) {
        scene.at(at);
        scene.send("met" + n % 4, ack(client, from, HOST, 443, k * 500, k * 800, 500));
      }
    }
    Outcome outcome = scene.run();
    outcome.of("met0").passes();
    outcome.of("met1").passes();
    outcome.of("met2").passes();
    // Whoever is silent for the first second loses a segment to the flood, and no more.
    Group late = outcome.of("met3");
    assertTrue(late.size() - late.passed() <= 20, () -> late.size() - late.passed() + " lost");
    outcome.of("flood").between(22_000, 40_000).loses(99);
  }

  @Test
  void shouldGiveSynAcksToThoseWhoOpenConnectionsAndNotToServers() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.SYNACK_PPS, 60);
    scene.limit(ThresholdKey.ACK_PPS, 500);
    for (int n = 0; n < 900; n++) {
      fetch(scene, "fetched", n, n * 100L, 8);
    }
    scene.at(60_000).every(1_000);
    scene.send(
        20_000, "reflected", n -> synAck(source(n), 443, HOST, port(n), n * 77, (int) (n * 99L)));
    scene.at(60_000).every(50_000);
    scene.send(
        400, "carpet", n -> synAck(source(n), 443, CLIENTS, port(n), n * 77, (int) (n * 99L)));
    Outcome outcome = scene.run();
    outcome.of("fetched").passes();
    outcome.of("reflected").after(100).isDropped("synack-reflection");
  }

  @Test
  void shouldPassTunnelsAndCallsThatWakeUpOrMoveAndLoseStrangers() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(25_000_000);
    scene.send(20, "esp", n -> ethernet().ipv4("41.1.1.1", HOST).esp(7, n).payload(90, n));
    scene.at(10).every(25_000_000);
    scene.send(20, "keepalive", n -> udp("41.2.1.1", 51_820, HOST, 51_820, noise(n, 32)));
    // Silence for longer than any flow is kept; then both wake, one from another port.
    scene.at(900_000).every(100);
    scene.send(60_000, "flood", n -> udp(source(n), port(n), HOST, port(n * 7), noise(n, 300)));
    scene.at(900_000).every(1_000);
    scene.send(6_000, "strangers", n -> ethernet().ipv4(source(n), HOST).esp(n, n).payload(90, n));
    scene.at(901_000).every(100_000);
    scene.send(40, "esp", n -> ethernet().ipv4("41.1.1.1", HOST).esp(7, n).payload(90, n));
    scene.at(901_000).every(100_000);
    scene.send(40, "keepalive", n -> udp("41.2.1.1", 40_001, HOST, 51_820, noise(n, 140)));
    Outcome outcome = scene.run();
    outcome.of("esp").passes();
    outcome.of("keepalive").passes();
    outcome.of("flood").after(100).loses(99);
    outcome.of("strangers").after(100).loses(98);
  }

  @Test
  void shouldNotTakeAnAddressForAPeerWhoseHopCountIsAnother() {
    Scene scene = Scene.protecting(NETWORK);
    scene.at(0).every(20_000_000);
    scene.send(
        20,
        "calm",
        n -> ethernet().ipv4("41.2.1.1", HOST).ttl(57).udp(5_000, 5_000).payload(noise(n, 32)));
    scene.at(400_000).every(250);
    scene.send(
        20_000,
        "flood",
        n ->
            ethernet()
                .ipv4(source(n), HOST)
                .ttl(40 + n * 7 % 80)
                .udp(port(n), port(n * 7))
                .payload(noise(n, 300 + n % 90)));
    scene.at(402_000).every(100_000);
    scene.send(
        20,
        "forged",
        n -> ethernet().ipv4("41.2.1.1", HOST).ttl(48).udp(6_000, 5_000).payload(noise(n, 32)));
    scene.at(402_000).every(100_000);
    scene.send(
        20,
        "calm",
        n -> ethernet().ipv4("41.2.1.1", HOST).ttl(56).udp(7_000, 5_000).payload(noise(n, 32)));
    Outcome outcome = scene.run();
    outcome.of("calm").passes();
    outcome.of("forged").first(8).isCondemned();
  }

  @Test
  void shouldPassSmallAnswersUpToTheThresholdWhereTheyAreAllowed() {
    Scene scene = Scene.protecting("198.18.0.0/24").allowing("dns");
    scene.limit(ThresholdKey.UDP_FLOW_PPS, 400);
    scene.at(1_000).every(1_000);
    scene.send(9_000, "flood", n -> udp(source(n), 53, HOST, 4_000, dnsAnswer(n, 1_400)));
    scene.at(4_000).every(20_000);
    scene.send(200, "answer", n -> udp(source(70_000 + n), 53, HOST, port(n), dnsAnswer(n, 200)));
    Outcome outcome = scene.run();
    outcome.of("answer").passes();
    outcome.of("flood").after(500).isCondemned();
  }

  @Test
  void shouldNotMakeRegularsOfAFloodInPulses() {
    Scene scene = Scene.protecting(NETWORK);
    for (int pulse = 0; pulse < 8; pulse++) {
      scene.at(pulse * 60_000L).every(500);
      scene.send(
          2_000,
          "pulse" + pulse,
          n -> udp(source(n % 400), port(n), NEIGHBOUR, port(n * 7), noise(n, 300)));
    }
    Outcome outcome = scene.run();
    outcome.of("pulse7").after(60).loses(90);
  }

  @Test
  void shouldKnowServersThatWereThereBeforeButNoneThatCameWithTheFlood() {
    Scene scene = Scene.protecting(NETWORK).allowing("dns");
    scene.limit(ThresholdKey.UDP_FLOW_PPS, 400);
    scene.at(0).every(100_000);
    scene.send(100, "before", n -> udp(source(80_000 + n), 53, HOST, port(n), dnsAnswer(n, 900)));
    scene.at(20_000).every(500);
    scene.send(40_000, "flood", n -> udp(source(n % 300), 53, HOST, port(n), dnsAnswer(n, 1_400)));
    scene.at(22_000).every(150_000);
    scene.send(
        100, "again", n -> udp(source(80_000 + n), 53, HOST, port(n * 3), dnsAnswer(n, 900)));
    Outcome outcome = scene.run();
    outcome.of("again").passes();
    outcome.of("flood").after(1_000).loses(98);
  }
}
