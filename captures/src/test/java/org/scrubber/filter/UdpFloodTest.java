package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;

class UdpFloodTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final int BURST = 25;

  /** Legitimate UDP that began a while before the flood and goes on through it. */
  private static void lookAlikes(Scene scene, long untilMs) {
    int packets = (int) (untilMs - 100) / 100;
    scene.at(100).every(100_000);
    scene.send(packets, "wireguard", n -> udp("41.1.1.1", 51_820, HOST, 51_820, noise(n, 128)));
    scene.at(120).every(50_000);
    for (int n = 0; n < packets; n++) {
      scene.send("quic", udp("42.1.1.1", 55_000, HOST, 443, noise(n, n == 0 ? 1_200 : 60)));
      scene.send("quic", udp(HOST, 443, "42.1.1.1", 55_000, noise(n + 9_000, 1_000)));
    }
    scene.at(130).every(20_000);
    int voice = packets * 5;
    scene.send(voice, "rtp", n -> udp("43.1.1.1", 16_000, HOST, 16_400, noise(n, 172)));
    scene.at(140).every(50_000);
    for (int n = 0; n < packets; n++) {
      int client = 33_000 + n;
      scene.send("dns", udp(HOST, client, "44.4.4.4", 53, Packets.dnsQuestion(n)));
      scene.send("dns", udp("44.4.4.4", 53, HOST, client, Packets.dnsAnswer(n, 300)));
    }
  }

  private static Outcome flood(IntFunction<PacketBuilder> packet) {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 40);
    lookAlikes(scene, 6_000);
    scene.at(3_000).every(500).send(5_000, "flood", packet);
    scene.at(3_000).every(100_000);
    scene.send(20, "neighbour", n -> udp(source(90_000 + n), 4_000, NEIGHBOUR, 443, noise(n, 99)));
    Outcome outcome = scene.run();
    outcome.of("wireguard").passes();
    outcome.of("quic").passes();
    outcome.of("rtp").passes();
    outcome.of("dns").passes();
    outcome.of("neighbour").passes();
    return outcome;
  }

  @Test
  void shouldDropAFloodOfOnePortBySignature() {
    Outcome outcome = flood(n -> udp(source(n), port(n), HOST, 80, noise(7, 512)));
    outcome.of("flood").after(BURST).isCondemned().under("udp-flood", HOST + "/32");
    outcome.of("flood").after(BURST + 300).isDropped("udp-flood-signature");
  }

  /** Nothing is the same in two of them. */
  private static PacketBuilder random(int n) {
    return ethernet()
        .ipv4(source(n), HOST)
        .ttl(40 + n * 7 % 80)
        .udp(port(n), port(n * 7))
        .payload(noise(n, 20 + n * 31 % 1_300));
  }

  @Test
  void shouldDropARandomFlood() {
    Outcome outcome = flood(UdpFloodTest::random);
    outcome.of("flood").after(BURST).isDropped("udp-flood-unsolicited");
  }

  @Test
  void shouldDropOneFlowThatRepeatsItself() {
    Outcome outcome = flood(n -> udp(VISITOR, 4_444, HOST, 80, noise(7, 1_000)));
    outcome.of("flood").after(BURST).isCondemned();
  }

  @Test
  void shouldDropOneSourceThatFloodsManyPorts() {
    Outcome outcome = flood(n -> udp(VISITOR, 4_444, HOST, 1 + n, noise(n, 100)));
    outcome.of("flood").after(BURST).isCondemned();
  }

  @Test
  void shouldDropOneFlowOfChangingPayloadAboveTheUdpThreshold() {
    Scene scene =
        Scene.protecting(NETWORK).at(0).send("earlier", udp("44.1.1.1", 9, HOST, 9, noise(0, 9)));
    scene.at(2_000).every(100);
    scene.send(20_000, "flood", n -> udp(VISITOR, 4_444, HOST, 80, noise(n, 200)));
    Outcome outcome = scene.run();
    // One way, a second's burst passes first; then a flow that goes on keeps a fair share.
    outcome.of("flood").after(5_000).loses(95);
  }

  @Test
  void shouldDropAFloodThoughTheVictimAnswersEveryPacket() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 3_000; n++) {
      String bot = source(n % 40);
      int from = 10_000 + n % 40;
      scene.at(n).send("flood", udp(bot, from, HOST, 7, noise(7, 300)));
      scene.at(n).send("answer", udp(HOST, 7, bot, from, noise(7, 300)));
    }
    Outcome outcome = scene.run();
    outcome.of("answer").passes();
    outcome.of("flood").after(300).loses(95);
  }

  @Test
  void shouldLetNewcomersInThatDoNotLookLikeTheFlood() {
    Scene scene = Scene.protecting(NETWORK);
    scene
        .at(0)
        .every(500)
        .send(10_000, "flood", n -> udp(source(n), port(n), HOST, 80, noise(7, 512)));
    scene.at(1_000).every(100_000);
    scene.send(30, "newcomer", n -> udp(source(80_000 + n), 50_000, HOST, 443, noise(n, 1_200)));
    Outcome outcome = scene.run();
    outcome.of("newcomer").passes();
    outcome.of("flood").after(400).isDropped("udp-flood-signature");
  }

  @Test
  void shouldLetQuestionsToANameServerInWhileTheFloodHasNothingInCommon() {
    Scene scene = Scene.protecting(NETWORK).offering("udp/53").limit(ThresholdKey.UDP_FLOW_PPS, 40);
    scene.at(0).every(2_000);
    scene.send(6_000, "flood", UdpFloodTest::random);
    scene.at(1_000).every(62_500);
    for (int n = 0; n < 80; n++) {
      String resolver = source(80_000 + n);
      scene.send("question", udp(resolver, 50_000, HOST, 53, Packets.dnsQuestion(n)));
      scene.send("answer", udp(HOST, 53, resolver, 50_000, Packets.dnsAnswer(n, 300)));
    }
    Outcome outcome = scene.run();
    outcome.of("question").passes();
    outcome.of("answer").passes();
    outcome.of("flood").after(400).isDropped("udp-flood-unsolicited");
  }

  @Test
  void shouldHoldAFloodOfQuestionsToTheThreshold() {
    Scene scene = Scene.protecting(NETWORK).offering("udp/53").limit(ThresholdKey.UDP_FLOW_PPS, 40);
    scene.at(0).every(500);
    scene.send(20_000, "flood", n -> udp(source(n), 50_000, HOST, 53, Packets.dnsQuestion(n)));
    scene.run().of("flood").after(400).loses(95);
  }

  @Test
  void shouldKeepNewcomersWithinTheThreshold() {
    Scene scene = Scene.protecting(NETWORK);
    scene
        .at(0)
        .every(500)
        .send(10_000, "flood", n -> udp(source(n), port(n), HOST, 80, noise(7, 512)));
    scene.at(1_000).every(1_000);
    scene.send(
        4_000, "second", n -> udp(source(80_000 + n), port(n), HOST, port(n * 3), noise(n, 90)));
    Outcome outcome = scene.run();
    long passed = outcome.of("second").passed();
    assertTrue(passed <= 20 * 5 + 5, () -> passed + " of a second flood passed in 4 s at 20 pps");
  }

  @Test
  void shouldGiveEachKnownSourceItsShareOnly() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_PPS, 1_000);
    scene.at(0).every(20_000);
    scene.send(300, "calm", n -> udp("43.1.1.1", 16_000, HOST, 16_400, noise(n, 172)));
    scene.at(0).every(20_000);
    scene.send(100, "greedy", n -> udp("45.1.1.1", 16_000, HOST, 16_500, noise(n, 172)));
    scene.at(2_000).every(200);
    scene.send(20_000, "greedy", n -> udp("45.1.1.1", 16_000, HOST, 16_500, noise(n, 172)));
    Outcome outcome = scene.run();
    outcome.of("calm").passes();
    outcome.of("greedy").after(3_000).isDropped("udp-flood-over-share");
  }

  @Test
  void shouldCountAServiceByItsOwnThreshold() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .limit(ThresholdKey.UDP_FLOW_PPS, 2_000)
            .at(0)
            .every(1_000)
            .send(2_000, "clients", n -> udp(source(n), port(n), HOST, 443, noise(n, 1_200)))
            .run();
    outcome.of("clients").passes();
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().at(0).every(500);
    scene.send(2_000, "flood", n -> udp(source(n), port(n), HOST, 80, noise(7, 512)));
    Outcome outcome = scene.run();
    outcome.of("flood").after(400).isOnlyMarked("udp-flood-signature");
    assertEquals(2_000, outcome.report().totals().passed().packets());
  }

  @Test
  void shouldDropAnIpv6FloodAlike() {
    Outcome outcome =
        Scene.protecting("2001:db8:5::/48")
            .at(0)
            .every(500)
            .send(
                1_000,
                "flood",
                n ->
                    ethernet()
                        .ipv6(
                            "2a02:%x:%x::1".formatted(n & 0xffff, n * 7 & 0xffff), "2001:db8:5::80")
                        .udp(port(n), 80)
                        .payload(noise(7, 400)))
            .run();
    outcome.of("flood").after(BURST).isCondemned().under("udp-flood", "2001:db8:5::80/128");
  }

  @Test
  void shouldTakeQuestionsThatAreAnsweredForNoFloodHoweverLongAnswersTake() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 3_000; n++) {
      String client = source(n);
      scene.at(n).send("question", udp(client, 20_000 + n, HOST, 53, noise(n, 40)));
      scene.at(n + 100).send("answer", udp(HOST, 53, client, 20_000 + n, noise(n, 120)));
    }
    Outcome outcome = scene.run();
    outcome.of("question").after(500).passes();
  }

  @Test
  void shouldPassAConversationAboveTheThreshold() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 20_000; n++) {
      String peer = source(n % 10);
      scene.at(n / 4).send("call", udp(peer, 20_000, HOST, 50_000, noise(n, 200)));
      scene.at(n / 4).send("reply", udp(HOST, 50_000, peer, 20_000, noise(n + 7, 200)));
    }
    scene.run().of("call").passes();
  }
}
