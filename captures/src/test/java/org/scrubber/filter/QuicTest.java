package org.scrubber.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.payload.QuicPackets;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** QUIC connections beside floods of random UDP to their port. */
class QuicTest {
  private static final String NETWORK = "198.18.0.0/24";

  private final RandomStream random = new RandomStream(443);

  /** One connection: opening, answer, then data every 50 ms until the end, perhaps rebound. */
  private void connection(Scene scene, String label, int n, long fromMs, long toMs, boolean both) {
    byte[] id = random.bytes(8);
    String client = source(600_000 + n);
    int from = 30_000 + n % 20_000;
    scene.at(fromMs).send(label, udp(client, from, HOST, 443, initial(id)));
    scene.at(fromMs + 1).send(label, udp(client, from, HOST, 443, initial(id)));
    answer(scene, label, client, from, fromMs + 20, both);
    scene.at(fromMs + 40);
    scene.send(label, udp(client, from, HOST, 443, QuicPackets.handshake(random, id, 120)));
    for (long at = fromMs + 60; at < toMs; at += 50) {
      int port = at > (fromMs + toMs) / 2 && n % 4 == 0 ? from + 20_000 : from;
      scene.at(at);
      scene.send(label, udp(client, port, HOST, 443, QuicPackets.shortHeader(random, id, 60)));
      answer(scene, label, client, port, at + 5, both);
    }
  }

  private void answer(Scene scene, String label, String to, int port, long ms, boolean both) {
    if (both) {
      byte[] data = QuicPackets.shortHeader(random, random.bytes(8), 1_100);
      scene.at(ms).send(label, udp(HOST, 443, to, port, data));
    }
  }

  private byte[] initial(byte[] id) {
    return QuicInitial.client(random, id, "www.example.org", 1_250);
  }

  private static void flood(Scene scene, long fromMs, int packets, int perMs) {
    scene.at(fromMs).every(1_000 / perMs);
    scene.send(
        packets, "flood", n -> udp(source(n), port(n), HOST, 443, noise(n, 60 + n * 31 % 1_300)));
  }

  @Test
  void shouldKeepConnectionsAndLetNewOnesInUnderARandomFlood() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 100);
    for (int n = 0; n < 40; n++) {
      connection(scene, "running", n, 1_000 + n * 20L, 14_000, true);
      connection(scene, "new", 100 + n, 6_000 + n * 100L, 14_000, true);
    }
    flood(scene, 5_000, 20_000, 4);
    Outcome outcome = scene.run();
    outcome.of("running").passes();
    outcome.of("new").passes();
    outcome.of("flood").after(200).isCondemned();
  }

  @Test
  void shouldKeepConnectionsAndLetNewOnesInWhereOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 100);
    for (int n = 0; n < 40; n++) {
      connection(scene, "running", 4 * n + 1, 1_000 + n * 100L, 74_000, false);
      connection(scene, "new", 4 * n + 1_001, 66_000 + n * 100L, 74_000, false);
    }
    flood(scene, 65_000, 20_000, 4);
    Outcome outcome = scene.run();
    outcome.of("running").passes();
    outcome.of("new").passes();
    outcome.of("flood").after(200).isCondemned();
  }

  @Test
  void shouldKeepReboundConnectionsOfRegularsWhereOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 100);
    for (int n = 0; n < 10; n++) {
      // The port changes at 70 s.
      connection(scene, "running", 4 * n, 1_000 + n * 100L, 139_000, false);
    }
    flood(scene, 65_000, 40_000, 4);
    Outcome outcome = scene.run();
    outcome.of("running").passes();
  }

  @Test
  void shouldNotTakeOneConnectionForAFloodWhereOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_PPS, 300);
    byte[] id = random.bytes(20); // Nothing of a packet but its end tells it from the next.
    scene.at(0).send("quic", udp(source(1), 5_000, HOST, 443, initial(id)));
    scene.at(100).every(100);
    scene.send(
        200,
        "quic",
        n -> udp(source(1), 5_000, HOST, 443, QuicPackets.shortHeader(random, id, 40)));
    Outcome outcome = scene.run();
    outcome.of("quic").passes();
    assertTrue(outcome.report().vectors().isEmpty(), () -> outcome.report().vectors().toString());
  }

  @Test
  void shouldLetOpeningsPassUpToTheThresholdOnly() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 100);
    scene.at(0).every(1_000);
    byte[] opening = initial(random.bytes(8));
    scene.send(10_000, "openings", n -> udp(source(n), port(n), HOST, 443, opening));
    long passed = scene.run().of("openings").after(1_000).passed();
    assertTrue(passed <= 9 * 100 + 200, () -> passed + " of 9,000 openings passed at 100 pps");
  }

  @Test
  void shouldDropRandomLongHeaders() {
    Scene scene = Scene.protecting(NETWORK).limit(ThresholdKey.UDP_FLOW_PPS, 100);
    scene.at(0).every(1_000);
    scene.send(
        5_000,
        "flood",
        n -> {
          byte[] payload = noise(n, 1_200 + n % 100);
          payload[0] = (byte) (0xc0 | payload[0] & 0x0f);
          return udp(source(n), port(n), HOST, 443, payload);
        });
    scene.run().of("flood").after(200).isCondemned();
  }
}
