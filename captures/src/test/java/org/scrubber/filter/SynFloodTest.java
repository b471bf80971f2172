package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

class SynFloodTest {
  private static final String UNPROVEN = "syn-flood-unproven-source";
  private static final String NETWORK = "198.18.0.0/24";

  /** Packets of a burst: the bucket and what leaks meanwhile. */
  private static final int BURST = 22;

  private static IntFunction<PacketBuilder> spoofed() {
    return n -> syn(source(n), port(n), HOST, 443, n * 31);
  }

  @Test
  void shouldChallengeSpoofedSynsAfterTheBurst() {
    Outcome outcome =
        Scene.protecting(NETWORK).at(0).every(1_000).send(2_000, "flood", spoofed()).run();
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(BURST).isChallenged(UNPROVEN).under("syn-flood", HOST + "/32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hping3", "mirai", "linux", "windows", "apple"})
  void shouldChallengeEveryFingerprintAlike(String tool) {
    IntFunction<PacketBuilder> flood =
        n -> {
          Endpoints ends = Endpoints.of(source(n), port(n), HOST, 443);
          return switch (tool) {
            case "hping3" -> Fingerprints.hping3Syn(ethernet(), ends, 54, n, n, n * 3);
            case "mirai" -> Fingerprints.miraiSyn(ethernet(), ends, 54, n, n, 1400, n);
            case "linux" -> Fingerprints.linuxSyn(ethernet(), ends, 54, n, n, n);
            case "windows" -> Fingerprints.windowsSyn(ethernet(), ends, 118, n, n);
            default -> Fingerprints.appleSyn(ethernet(), ends, 54, n, n);
          };
        };
    Outcome outcome = Scene.protecting(NETWORK).at(0).every(1_000).send(500, "flood", flood).run();
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(BURST).isChallenged(UNPROVEN);
  }

  @Test
  void shouldLetProvenSourcesAndEstablishedFlowsThrough() {
    Scene scene = Scene.protecting(NETWORK);
    Visitor early = new Visitor("early", VISITOR, 40_000, HOST, 443);
    early.connect(scene.at(0).every(20_000));
    scene.at(2_000).every(1_000).send(4_000, "flood", spoofed());
    scene.at(3_000).every(100_000);
    for (int n = 0; n < 10; n++) {
      early.data(scene, n);
    }
    Visitor again = new Visitor("again", VISITOR, 40_001, HOST, 443);
    again.connect(scene.at(4_000).every(20_000));
    Outcome outcome = scene.run();
    outcome.of("early").passes();
    outcome.of("again").passes();
    // Its look is the visitor's, so that once more a burst is let in before all are challenged.
    outcome.of("flood").after(150).isChallenged(UNPROVEN);
  }

  @Test
  void shouldLetARetransmittedSynThroughAndThenItsConnection() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(5_000, "flood", spoofed());
    Visitor client = new Visitor("client", VISITOR, 40_000, HOST, 443);
    client.syn(scene.at(1_000));
    client.connect(scene.at(2_010).every(30_000));
    client.data(scene, 0);
    Outcome outcome = scene.run();
    outcome.of("client").first(1).isChallenged(UNPROVEN);
    outcome.of("client").after(1).passes();
  }

  @Test
  void shouldKeepRetransmissionsWithinTheThreshold() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(1_000, "flood", spoofed());
    // A tool that sends each SYN twice, a second apart, must not double what gets in.
    scene.at(1_000).every(1_000).send(1_000, "flood", spoofed());
    Outcome outcome = scene.run();
    assertTrue(outcome.of("flood").after(1_000).passed() <= 16, "5 pps and a second's burst");
  }

  @Test
  void shouldDropWhatFollowsAChallengedSynUntilItIsAnswered() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(3_000, "flood", spoofed());
    scene.at(0).send("own", udp(HOST, 123, VISITOR, 123, noise(1, 48))); // Both ways are seen.
    scene.at(1_000).send("syn", syn(VISITOR, 40_000, HOST, 443, 77));
    scene.at(1_100).send("rst", rst(VISITOR, 40_000, HOST, 443, 78));
    scene.at(1_200).send("guess", ack(VISITOR, 40_000, HOST, 443, 78, 99, 0));
    scene.at(1_300).send("answer", synAck(HOST, 443, VISITOR, 40_000, 5_000, 78));
    scene.at(1_400).send("wrong", ack(VISITOR, 40_000, HOST, 443, 78, 5_002, 0));
    scene.at(1_500).send("right", ack(VISITOR, 40_000, HOST, 443, 78, 5_001, 0));
    scene.at(1_600).send("right", ack(VISITOR, 40_000, HOST, 443, 78, 5_001, 200));
    Outcome outcome = scene.run();
    outcome.of("syn").isChallenged(UNPROVEN);
    outcome.of("rst").isDropped("syn-flood-unanswered-challenge").under("syn-flood", HOST + "/32");
    outcome.of("guess").isDropped("syn-flood-unanswered-challenge");
    outcome.of("answer").passes();
    outcome.of("wrong").isDropped("syn-flood-unanswered-challenge");
    outcome.of("right").passes();
  }

  @Test
  void shouldJudgeAlikeWhenTheVictimAnswersTheFlood() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(1_000, "flood", spoofed());
    scene.at(1).every(1_000);
    for (int n = 0; n < 1_000; n++) {
      boolean open = n % 2 == 0;
      scene.send(
          "answers",
          open
              ? synAck(HOST, 443, source(n), port(n), n, n * 31 + 1)
              : rst(HOST, 443, source(n), port(n), 0));
    }
    Outcome outcome = scene.run();
    outcome.of("flood").after(BURST).isChallenged(UNPROVEN);
    outcome.of("answers").passes();
  }

  @Test
  void shouldLeaveOtherHostsAndVectorsAlone() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(3_000, "flood", spoofed());
    scene.at(1_000).every(200_000);
    for (int n = 0; n < 8; n++) {
      new Visitor("neighbour", source(9_000 + n), 41_000 + n, NEIGHBOUR, 443).syn(scene);
    }
    scene.at(1_000).every(100_000);
    scene.send(15, "ping", n -> ethernet().ipv4(VISITOR, HOST).echoRequest(4, n).payload(56, 1));
    Outcome outcome = scene.run();
    outcome.of("neighbour").passes();
    outcome.of("ping").passes();
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .monitoring()
            .at(0)
            .every(1_000)
            .send(300, "flood", spoofed())
            .run();
    outcome.of("flood").after(BURST).isOnlyMarked(UNPROVEN);
    assertEquals(300, outcome.report().totals().passed().packets());
    assertEquals(300 - 20, outcome.report().totals().monitored().packets(), 2);
  }

  @Test
  void shouldChallengeAFlashCrowdOnceAndLetItsRetriesIn() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.SYN_PPS, 100);
    // 300 visitors a second where 100 are expected: each SYN, and a retry where there is no answer.
    for (int n = 0; n < 300; n++) {
      Visitor one = new Visitor("crowd", source(n), 30_000 + n, HOST, 443);
      one.syn(scene.at(n * 3L));
      if (n < 20) {
        scene.at(n * 3L + 1).every(100);
        one.synAck(scene);
        one.ack(scene);
      }
    }
    for (int n = 20; n < 300; n++) {
      Visitor one = new Visitor("retries", source(n), 30_000 + n, HOST, 443);
      one.connect(scene.at(1_050 + n * 10L).every(100));
    }
    Outcome outcome = scene.run();
    outcome.of("crowd").first(20).passes();
    outcome.of("retries").passes();
  }

  @Test
  void shouldChallengeOneSourceThatFloodsAPort() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .at(0)
            .every(1_000)
            .send(500, "flood", n -> syn(VISITOR, 1_024 + n, HOST, 80, n))
            .run();
    outcome.of("flood").after(BURST).isChallenged(UNPROVEN);
  }

  @Test
  void shouldNotMistakeAScanOfManyPortsForAFloodWhenManySourcesAreRequired() {
    Outcome outcome =
        Scene.protecting(NETWORK)
            .limit(ThresholdKey.MIN_SOURCES, 16)
            .at(0)
            .every(1_000)
            .send(1_000, "scan", n -> syn(VISITOR, 40_000, HOST, 1 + n, n))
            .run();
    outcome.of("scan").passes();
  }

  @Test
  void shouldChallengeIpv6Alike() {
    Outcome outcome =
        Scene.protecting("2001:db8:5::/48")
            .at(0)
            .every(1_000)
            .send(
                500,
                "flood",
                n ->
                    ethernet()
                        .ipv6(
                            "2a02:%x:%x::1".formatted(n & 0xffff, n * 7 & 0xffff), "2001:db8:5::80")
                        .tcp(port(n), 443)
                        .syn()
                        .seq(n))
            .run();
    outcome
        .of("flood")
        .after(BURST)
        .isChallenged(UNPROVEN)
        .under("syn-flood", "2001:db8:5::80/128");
  }

  @Test
  void shouldTakeACrowdThatIsServedForNoFloodHoweverLongAnswersTake() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 2_000; n++) {
      String client = source(n);
      scene.at(n).send("syn", syn(client, 40_000, HOST, 443, n));
      scene.at(n + 1).send("answer", synAck(HOST, 443, client, 40_000, 5_000, n + 1));
      scene.at(n + 200).send("ack", ack(client, 40_000, HOST, 443, n + 1, 5_001, 0));
    }
    Outcome outcome = scene.run();
    // Until the first of them have had the time to answer, nothing tells them from a flood.
    outcome.of("syn").after(600).passes();
    outcome.of("ack").after(600).passes();
  }

  @Test
  void shouldLetConnectionsGoOnWhereOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 2_000; n++) {
      String client = source(n);
      scene.at(n).send("syn", syn(client, 40_000, HOST, 443, n));
      scene.at(n + 20).send("ack", ack(client, 40_000, HOST, 443, n + 1, 5_001, 0));
      scene.at(n + 21).send("data", ack(client, 40_000, HOST, 443, n + 1, 5_001, 300));
    }
    Outcome outcome = scene.run();
    outcome.of("syn").after(50).passes();
    outcome.of("data").passes();
  }

  private static Scene asWithoutPolicy() {
    return Scene.withoutPolicy()
        .limit(ThresholdKey.SYN_PPS, 200)
        .limit(ThresholdKey.MIN_SOURCES, 16);
  }

  @Test
  void shouldTakeOneSourceOverManyPortsForAScanWithoutPolicy() {
    Scene scene = asWithoutPolicy().at(0).every(1_000);
    scene.send(3_000, "scan", n -> syn(VISITOR, 40_000, HOST, 1 + n, n));
    scene.run().of("scan").passes();
  }

  @Test
  void shouldTakeTenThousandASecondForAFloodWithoutPolicy() {
    Scene scene = asWithoutPolicy().at(0).every(50);
    scene.send(20_000, "flood", n -> syn(VISITOR, 40_000, HOST, 1 + n, n));
    scene.run().of("flood").after(2_100).isChallenged(UNPROVEN);
  }
}
