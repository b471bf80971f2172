package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.dnsQuestion;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.quote;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class AmplificationTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String NEVER = "amplification-never-legitimate";
  private static final String UNSOLICITED = "amplification-unsolicited";
  private static final String FLOOD = "amplification-flood";
  private static final int BURST = 22;

  private static IntFunction<PacketBuilder> dnsFlood() {
    return n -> udp(source(n % 300), 53, HOST, 20_000 + n % 7, dnsAnswer(n, 900));
  }

  private static PacketBuilder monlist(int n) {
    return Fingerprints.ntpMonlist(
        ethernet(), Endpoints.of(source(n % 50), 123, HOST, 80), 50, n, n & 0x7f);
  }

  private static PacketBuilder keepalive(int n) {
    return udp(HOST, 5_000, VISITOR, 5_000, noise(n, 30));
  }

  @Test
  void shouldDropMonlistReplyToWebServerAtTheBorderFromTheFirstPacket() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .atInternetBorder()
            .at(0)
            .every(10_000_000)
            .send(3, "monlist", AmplificationTest::monlist)
            .run();
    outcome.of("monlist").isDropped(NEVER);
  }

  @Test
  void shouldDropMonlistOnlyAsAFloodWhereNoBorderIsKnown() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .at(0)
            .every(1_000)
            .send(500, "monlist", AmplificationTest::monlist)
            .run();
    outcome.of("monlist").first(20).passes();
    outcome.of("monlist").after(BURST).isDropped(FLOOD).under("ntp-amplification", HOST + "/32");
  }

  @Test
  void shouldDropAllFragmentsOfAnswersThatNobodyAskedForAtTheBorder() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder().at(0).every(500_000);
    scene.send(200, "keepalive", AmplificationTest::keepalive);
    for (int n = 0; n < 20; n++) { // One a second: no rate shows it.
      List<byte[]> parts =
          ethernet()
              .ipv4(source(n), HOST)
              .id(n)
              .udp(53, 20_000 + n)
              .payload(dnsAnswer(n, 3_000))
              .buildFragments(1_480);
      scene.at(40_000 + n * 1_000L).every(100);
      parts.forEach(part -> scene.send("answer", part));
    }
    scene.run().of("answer").isDropped(UNSOLICITED);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void shouldLeaveNtpModesOfRealClientsAndServersAlone(int mode) {
    byte[] payload = new byte[48];
    payload[0] = (byte) (0x20 | mode);
    Outcome outcome =
        Scene.protecting(NETWORK)
            .atInternetBorder()
            .at(0)
            .every(1_000_000)
            .send(30, "ntp", n -> udp(source(n), 123, HOST, 123, payload))
            .run();
    outcome.of("ntp").passes();
  }

  @Test
  void shouldDropUnsolicitedTierTwoAtTheBorderOnlyOnceBothDirectionsAreSeen() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    scene.at(0).every(1_000_000).send(60, "keepalive", AmplificationTest::keepalive);
    scene.at(20_000).send("warming", udp(VISITOR, 53, HOST, 30_000, dnsAnswer(1, 300)));
    scene.at(40_000).send("late", udp(VISITOR, 53, HOST, 30_001, dnsAnswer(2, 300)));
    Outcome outcome = scene.run();
    outcome.of("warming").passes();
    outcome.of("late").isDropped(UNSOLICITED);
  }

  @Test
  void shouldPassUnsolicitedTierTwoWhereOnlyOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    scene.at(0).every(2_000_000);
    scene.send(40, "answers", n -> udp(source(n), 53, HOST, 30_000 + n, dnsAnswer(n, 300)));
    scene.run().of("answers").passes();
  }

  @Test
  void shouldPassPageThatComesLateForConnectionThatHasEnded() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    scene.at(0).every(1_000_000).send(60, "keepalive", AmplificationTest::keepalive);
    Endpoints ends = Endpoints.of(VISITOR, 80, HOST, 40_000);
    scene.at(40_000).send("late", Fingerprints.middleboxPage(ethernet(), ends, 55, 1, 7, 9));
    scene.run().of("late").passes();
  }

  @Test
  void shouldPassRepliesOfAnAllowedReflector() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder().allowing("dns");
    scene.at(0).every(1_000_000).send(60, "keepalive", AmplificationTest::keepalive);
    scene.at(40_000).every(100_000);
    scene.send(40, "dns", n -> udp(source(n), 53, HOST, 30_000 + n, dnsAnswer(n, 300)));
    scene.run().of("dns").passes();
  }

  @Test
  void shouldPassSolicitedAnswersInTheMiddleOfAFlood() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500).send(6_000, "flood", dnsFlood());
    for (int n = 0; n < 50; n++) {
      int client = 31_000 + n;
      scene.at(500 + 40L * n).send("asked", udp(HOST, client, VISITOR, 53, dnsQuestion(n)));
      scene.at(520 + 40L * n).send("asked", udp(VISITOR, 53, HOST, client, dnsAnswer(n, 500)));
    }
    scene.at(2_000).every(50_000);
    scene.send(20, "other", n -> udp(source(n), 40_000, NEIGHBOUR, 443, noise(n, 200)));
    Outcome outcome = scene.run();
    outcome.of("asked").passes();
    outcome.of("other").passes();
    outcome.of("flood").after(BURST).isDropped(FLOOD).under("dns-amplification", HOST + "/32");
  }

  @Test
  void shouldLetSolicitedFragmentsThroughInAnyOrder() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500).send(6_000, "flood", dnsFlood());
    for (int n = 0; n < 20; n++) {
      int client = 31_000 + n;
      List<byte[]> parts =
          ethernet()
              .ipv4(VISITOR, HOST)
              .id(700 + n)
              .udp(53, client)
              .payload(dnsAnswer(n, 3_500))
              .buildFragments(1_480);
      scene.at(500 + 100L * n).send("asked", udp(HOST, client, VISITOR, 53, dnsQuestion(n)));
      for (byte[] part : n % 2 == 0 ? parts : parts.reversed()) {
        scene.at(520 + 100L * n).send("asked", part);
      }
    }
    scene.run().of("asked").passes();
  }

  @Test
  void shouldDropLaterFragmentsWithTheirFirst() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500);
    for (int n = 0; n < 500; n++) {
      List<byte[]> parts =
          ethernet()
              .ipv4(source(n % 100), HOST)
              .id(n)
              .udp(53, 20_000)
              .payload(dnsAnswer(n, 3_500))
              .buildFragments(1_480);
      scene.send("first", parts.get(0)).send("later", parts.get(1)).send("later", parts.get(2));
    }
    Outcome outcome = scene.run();
    outcome.of("first").after(BURST).isDropped(FLOOD);
    outcome.of("later").after(2 * BURST).isDropped(FLOOD).under("dns-amplification", HOST + "/32");
  }

  @Test
  void shouldDropFragmentsThatOvertakeTheirFirst() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500);
    for (int n = 0; n < 500; n++) {
      List<byte[]> parts =
          ethernet()
              .ipv4(source(n % 100), HOST)
              .id(n)
              .udp(53, 20_000)
              .payload(dnsAnswer(n, 3_500))
              .buildFragments(1_480);
      parts.reversed().forEach(part -> scene.send("flood", part));
    }
    scene.run().of("flood").after(3 * BURST).isCondemned();
  }

  @ParameterizedTest
  @ValueSource(ints = {11211, 3478, 1900, 5353, 27015, 1194, 1701, 3389, 4500, 5060, 6881})
  void shouldPassAQuicClientWhosePortIsAReflectors(int clientPort) {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    scene.at(0).every(1_000_000).send(60, "keepalive", AmplificationTest::keepalive);
    scene.at(40_000).every(20_000);
    for (int n = 0; n < 20; n++) {
      byte[] quic = n < 2 ? noise(n, 1_200) : noise(n, 80);
      quic[0] = 0x43;
      if (n < 2) {
        quic[0] = (byte) 0xc3;
        quic[1] = 0;
        quic[2] = 0;
        quic[3] = 0;
        quic[4] = 1;
      }
      scene.send("quic", udp(VISITOR, clientPort, HOST, 443, quic));
      scene.send("quic", udp(HOST, 443, VISITOR, clientPort, noise(n + 500, 300)));
    }
    scene.run().of("quic").passes();
  }

  @ParameterizedTest
  @ValueSource(ints = {111, 1_900, 11_211, 47_808})
  void shouldPassAResolverWhosePortIsAReflectors(int port) {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder().at(0).every(200_000);
    IntFunction<PacketBuilder> question =
        n -> udp(source(n), port, HOST, 53, dnsQuestion(0x8100 + n % 256));
    scene.send(20, "resolver", question);
    scene.run().of("resolver").passes();
  }

  @Test
  void shouldDropPortUnreachableThatQuotesTheSpoofedQuestion() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500).send(3_000, "flood", dnsFlood());
    scene.at(500).every(2_000);
    for (int n = 0; n < 200; n++) {
      // A reflector that has stopped serving answers the spoofed question so.
      PacketBuilder question = udp(HOST, 20_000 + n % 7, source(5_000 + n), 53, dnsQuestion(n));
      scene.send(
          "echo", ethernet().ipv4(source(5_000 + n), HOST).portUnreachable(quote(question, 28)));
    }
    Outcome outcome = scene.run();
    outcome.of("echo").isDropped(FLOOD).under("dns-amplification", HOST + "/32");
  }

  @Test
  void shouldDropPortUnreachableEvenAfterTheReflectorAnsweredOnce() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500).send(3_000, "flood", dnsFlood());
    scene.at(500).every(2_000);
    for (int n = 0; n < 200; n++) {
      PacketBuilder question = udp(HOST, 20_000 + n % 7, source(n % 300), 53, dnsQuestion(n));
      scene.send(
          "echo", ethernet().ipv4(source(n % 300), HOST).portUnreachable(quote(question, 28)));
    }
    // The host never spoke: that the reflector did makes no conversation.
    scene.at(0).every(100_000).send(15, "alive", AmplificationTest::keepalive);
    scene.run().of("echo").isDropped(FLOOD);
  }

  @Test
  void shouldDropSearchAnswersFromRandomPorts() {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    Outcome outcome =
        Scene.protecting(NETWORK)
            .at(0)
            .every(1_000)
            .send(500, "flood", n -> udp(source(n), 33_000 + n % 999, HOST, 80, answer))
            .run();
    outcome.of("flood").after(BURST).isDropped(FLOOD).under("ssdp-amplification", HOST + "/32");
  }

  @Test
  void shouldDropPagesOfMiddleboxes() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .at(0)
            .every(1_000)
            .send(
                500,
                "flood",
                n ->
                    Fingerprints.middleboxPage(
                        ethernet(), Endpoints.of(source(n), 80, HOST, 20_000 + n), 50, n, n, n))
            .run();
    outcome
        .of("flood")
        .after(BURST)
        .isDropped(FLOOD)
        .under("tcp-middlebox-amplification", HOST + "/32");
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().atInternetBorder();
    scene.at(0).every(1_000).send(300, "flood", dnsFlood());
    scene.at(0).every(1_000).send(10, "monlist", AmplificationTest::monlist);
    Outcome outcome = scene.run();
    outcome.of("flood").after(BURST).isOnlyMarked(FLOOD);
    outcome.of("monlist").isOnlyMarked(NEVER);
    assertEquals(310, outcome.report().totals().passed().packets());
  }

  @Test
  void shouldLeaveTheOtherObjectAndItsMitigationsApart() {
    Scene scene = Scene.protecting("198.18.0.10/32").object("other", "198.18.1.0/24").monitoring();
    scene.at(0).every(500).send(1_000, "flood", dnsFlood());
    scene.at(0).every(100_000);
    scene.send(5, "few", n -> udp(source(n), 53, "198.18.1.10", 20_000, dnsAnswer(n, 900)));
    Outcome outcome = scene.run();
    outcome.of("flood").after(BURST).isDropped(FLOOD);
    outcome.of("few").passes();
  }
}
