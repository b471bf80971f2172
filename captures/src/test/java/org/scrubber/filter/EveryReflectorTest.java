package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.classify.Reflectors;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** Sends a reply made from every row of the reflector table through every way it can be judged. */
class EveryReflectorTest {
  private static final String NETWORK = "198.18.0.0/24";

  /** One row of the table, as its columns. */
  record Row(String protocol, boolean tcp, int port, int tier, int min, int max, String signature) {
    static Row of(String line) {
      String[] f = line.split("\t", -1);
      String first = f[2].split("[,-]", -1)[0];
      return new Row(
          f[0],
          f[1].equals("tcp"),
          first.equals("*") ? 40_123 : Integer.parseInt(first),
          Integer.parseInt(f[3]),
          f[4].equals("-") ? 0 : Integer.parseInt(f[4]),
          f[5].equals("-") ? 1_400 : Integer.parseInt(f[5]),
          f[6]);
    }

    /** Returns the n-th reply: noise within the bounds, with the signature written into it. */
    byte[] reply(int n) {
      byte[] payload = noise(n, Math.min(max, Math.max(min, 100)));
      if (signature.equals("text")) {
        Arrays.fill(payload, (byte) 'x');
      } else if (!signature.equals("-")) {
        String one = signature.split("\\|", -1)[0].replace(" ", "");
        String hex = one.substring(one.indexOf('=') + 1).split("/", -1)[0];
        byte[] bytes = HexFormat.of().parseHex(hex);
        int offset = Integer.parseInt(one.substring(0, one.indexOf('=')));
        System.arraycopy(bytes, 0, payload, offset, bytes.length);
      }
      return payload;
    }

    PacketBuilder packet(String from, int n, int targetPort) {
      return tcp
          ? ethernet().ipv4(from, HOST).tcp(port, targetPort).ack(n).psh().payload(reply(n))
          : udp(from, port, HOST, targetPort, reply(n));
    }

    String vector() {
      return protocol + "-amplification";
    }
  }

  static List<Row> rows() throws IOException {
    try (InputStream in = Reflectors.class.getResourceAsStream("reflectors.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  private static void keepalive(Scene scene, int count) {
    scene.at(0).every(1_000_000);
    scene.send(count, "keepalive", n -> udp(HOST, 5_000, VISITOR, 5_000, noise(n, 30)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldDropUnsolicitedRepliesAtTheBorder(Row row) {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder();
    keepalive(scene, 60);
    scene.at(40_000).every(3_000_000);
    scene.send(5, "reply", n -> row.packet(source(n), n, 30_000 + n));
    Outcome outcome = scene.run();
    if (row.tier() == 1) {
      outcome.of("reply").isDropped("amplification-never-legitimate");
    } else if (row.signature().equals("-") || row.tcp()) {
      // By its port alone nothing is condemned; and a page over TCP may come late.
      outcome.of("reply").passes();
    } else {
      outcome.of("reply").isDropped("amplification-unsolicited");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldPassThemAtTheBorderWhereTheObjectAllowsThem(Row row) {
    Scene scene = Scene.protecting(NETWORK).atInternetBorder().allowing(row.protocol());
    keepalive(scene, 60);
    scene.at(40_000).every(3_000_000);
    scene.send(5, "reply", n -> row.packet(source(n), n, 30_000 + n));
    scene.run().of("reply").passes();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldDropAFloodOfThemUnderItsOwnVectorAndPassWhatWasAskedFor(Row row) {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(1_000, "flood", n -> row.packet(source(n % 200), n, 20_000 + n));
    for (int n = 0; n < 10 && !row.tcp(); n++) {
      scene
          .at(500 + n * 40L)
          .send("asked", udp(HOST, 50_000 + n, VISITOR, row.port(), noise(n, 30)));
      scene.at(510 + n * 40L).send("asked", row.packet(VISITOR, n, 50_000 + n));
    }
    Outcome outcome = scene.run();
    outcome.of("flood").first(20).passes();
    outcome
        .of("flood")
        .after(25)
        .isDropped("amplification-flood")
        .under(row.vector(), HOST + "/32");
    if (!row.tcp()) { // A question over TCP begins with a handshake: OutOfStateTest.
      outcome.of("asked").passes();
    }
  }
}
