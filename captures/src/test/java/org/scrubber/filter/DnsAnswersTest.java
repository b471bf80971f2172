package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Packets;
import org.scrubber.scene.Scene;

/** A resolver's own answers, beside answers that somebody makes up. */
class DnsAnswersTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final int SMALL = 300;

  private final RandomStream random = new RandomStream(53);

  private static String name(int n) {
    return "host" + n % 50 + ".example.org";
  }

  private static PacketBuilder question(int n, String server, int port) {
    return udp(HOST, port, server, 53, DnsMessages.query(n & 0xffff, name(n), DnsMessages.A));
  }

  private PacketBuilder answer(int n, int id, String name, String server, int port, int bytes) {
    byte[] message = DnsMessages.texts(random, id & 0xffff, name, DnsMessages.A, bytes);
    return udp(server, 53, HOST, port, message);
  }

  /** A resolver at work: a question every 20 ms, an answer 15 ms later. */
  private void resolver(Scene scene, int fromMs, int toMs) {
    for (int n = 0; n < (toMs - fromMs) / 20; n++) {
      String server = source(7_000 + n % 40);
      scene.at(fromMs + n * 20L).send("own", question(n, server, 20_000 + n));
      scene.at(fromMs + n * 20L + 15);
      scene.send("own", answer(n, n, name(n), server, 20_000 + n, SMALL));
    }
  }

  @Test
  void shouldDropAnswersOfAWrongIdThoughTheQuestionsFlowIsRight() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    resolver(scene, 0, 40_000);
    for (int n = 0; n < 100; n++) {
      String server = source(7_000 + (n + 1_600) % 40);
      int flow = 20_000 + 1_600 + n;
      scene.at(32_000 + n * 20L + 5);
      scene.send("spoofed", answer(n, n + 1_601, name(n + 1_600), server, flow, SMALL));
    }
    Outcome outcome = scene.run();
    outcome.of("own").passes();
    outcome.of("spoofed").isCondemned();
  }

  @Test
  void shouldDropAnswersAboutAnotherName() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    resolver(scene, 0, 40_000);
    for (int n = 0; n < 100; n++) {
      String server = source(7_000 + (n + 1_600) % 40);
      scene.at(32_000 + n * 20L + 5);
      scene.send("spoofed", answer(n, n + 1_600, "elsewhere.example", server, 21_600 + n, SMALL));
    }
    Outcome outcome = scene.run();
    outcome.of("own").passes();
    outcome.of("spoofed").isCondemned();
  }

  @Test
  void shouldPassAnswersWhoseServersChangeTheCaseOfTheName() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    for (int n = 0; n < 200; n++) {
      String server = source(7_000 + n % 40);
      byte[] asked = DnsMessages.query(n, "wWw.ExAmPlE.oRg", DnsMessages.A);
      scene.at(n * 200L).send("own", udp(HOST, 20_000 + n, server, 53, asked));
      scene.send("own", answer(n, n, "www.example.org", server, 20_000 + n, SMALL));
    }
    scene.run().of("own").passes();
  }

  @Test
  void shouldMatchManyQuestionsOnOneFlowInAnyOrder() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    for (int n = 0; n < 400; n++) {
      scene.at(n * 100L).send("own", question(n, "44.4.4.4", 5_353));
      int late = n - n * 7 % 20; // Up to 2 s later, overtaking each other.
      if (late >= 0) {
        scene.send("own", answer(n, late, name(late), "44.4.4.4", 5_353, SMALL));
      }
      scene.send("spoofed", answer(n, n + 30_000, name(n), "44.4.4.4", 5_353, SMALL));
    }
    Outcome outcome = scene.run();
    outcome.of("own").passes();
    outcome.of("spoofed").between(31_000, 60_000).isCondemned();
  }

  @Test
  void shouldPassAnswersInFragmentsAndOfPacketsThatWereCut() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    for (int n = 0; n < 200; n++) {
      String server = source(7_000 + n % 40);
      scene.at(n * 200L);
      byte[] asked = question(n, server, 20_000 + n).build();
      byte[] seen = n % 2 == 0 ? asked : java.util.Arrays.copyOf(asked, 14 + 20 + 8 + 14);
      scene.send("own", seen, asked.length);
      byte[] message = DnsMessages.texts(random, n, name(n), DnsMessages.A, 3_000);
      for (int part = 0; part < 3; part++) {
        int at = part * 1_480;
        scene.send(
            "own",
            ethernet()
                .ipv4(server, HOST)
                .id(n)
                .slice(at, Math.min(1_480, message.length + 8 - at))
                .udp(53, 20_000 + n)
                .payload(message));
      }
    }
    scene.run().of("own").passes();
  }

  @Test
  void shouldPassWhatIsNoDnsOnItsPort() {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    for (int n = 0; n < 600; n++) {
      scene.at(n * 100L).send("tunnel", udp(HOST, 1_194, "44.4.4.4", 53, noise(n, 200)));
      scene.send("tunnel", udp("44.4.4.4", 53, HOST, 1_194, noise(n + 10_000, 200)));
    }
    scene.run().of("tunnel").passes();
  }

  @Test
  void shouldKeepAResolverWorkingUnderAnAmplification() {
    Scene scene = Scene.protecting(NETWORK);
    resolver(scene, 0, 30_000);
    for (int n = 0; n < 20_000; n++) {
      int to = n % 10 < 7 ? 53 : port(n);
      scene.at(10_000 + n / 2);
      scene.send("flood", udp(source(50_000 + n), 53, HOST, to, Packets.dnsAnswer(n, 1_400)));
      if (n % 4 == 0) { // From the servers that it really asks.
        String server = source(7_000 + n % 40);
        scene.send("mimic", answer(n, n * 7, name(n), server, port(n), SMALL));
      }
    }
    Outcome outcome = scene.run();
    outcome.of("own").passes();
    outcome.of("flood").after(60).isDropped("amplification-flood");
    outcome.of("mimic").after(20).isDropped("amplification-flood");
  }

  @Test
  void shouldKeepAResolverWorkingWhereItsQuestionsTakeAnotherWay() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.AMPLIFICATION_PPS, 30);
    for (int n = 0; n < 120_000 / 100; n++) {
      String server = source(7_000 + n % 40);
      scene.at(n * 100L).send("own", answer(n, n, name(n), server, 20_000 + n, SMALL));
    }
    for (int n = 0; n < 40_000; n++) {
      scene.at(80_000 + n / 2);
      scene.send("flood", udp(source(50_000 + n), 53, HOST, port(n), Packets.dnsAnswer(n, 1_400)));
    }
    Outcome outcome = scene.run();
    outcome.of("own").passes();
    outcome.of("flood").after(100).loses(99);
  }
}
