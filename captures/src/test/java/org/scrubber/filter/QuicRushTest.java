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

/** Many new QUIC clients where their answers are not seen, and floods that look like them. */
class QuicRushTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final int HTTPS = 443;

  private final RandomStream random = new RandomStream(65);
  private final byte[] hello = QuicInitial.client(random, new byte[8], "www.example.org", 1_200);

  private static Scene scene() {
    Scene scene = Scene.protecting(NETWORK).remembering(1 << 17);
    return scene.limit(ThresholdKey.UDP_FLOW_PPS, 100).limit(ThresholdKey.UDP_PPS, 500);
  }

  /** A hello to an id that the client makes up: the eight bytes behind version and length. */
  private byte[] initial(byte[] id) {
    byte[] packet = hello.clone();
    System.arraycopy(id, 0, packet, 6, 8);
    System.arraycopy(random.bytes(24), 0, packet, 60, 24);
    return packet;
  }

  /** Twelve addresses of one network; the server chooses an id of its own. */
  private void client(Scene scene, String label, int n, long atMs, int moveAfter) {
    String from = "11.32.0." + n % 12;
    int port = 1_024 + n % 60_000;
    byte[] server = random.bytes(8);
    byte[] first = random.bytes(8);
    scene.at(atMs).send(label, udp(from, port, HOST, HTTPS, initial(first)));
    scene.at(atMs).send(label, udp(from, port, HOST, HTTPS, initial(first)));
    scene.at(atMs + 30);
    scene.send(label, udp(from, port, HOST, HTTPS, QuicPackets.handshake(random, server, 90)));
    for (int k = 0; k < 30; k++) {
      int at = k < moveAfter ? port : 60_000 + n % 5_000;
      scene.at(atMs + 60 + k * 20L);
      byte[] data = QuicPackets.shortHeader(random, server, 40 + k * 7);
      scene.send(label, udp(from, at, HOST, HTTPS, data));
    }
  }

  private void crowd(Scene scene, String label, int perSecond, long fromMs, long toMs) {
    int n = 0;
    for (long at = fromMs * perSecond; at < toMs * perSecond; at += 1_000) {
      client(scene, label, n++, at / perSecond, 99);
    }
  }

  @Test
  void shouldTakeNoCrowdForAFloodHoweverFewItsAddresses() {
    Scene scene = scene();
    crowd(scene, "crowd", 200, 1_000, 15_000);
    Outcome outcome = scene.run();
    outcome.of("crowd").passes();
    assertTrue(outcome.report().vectors().isEmpty(), () -> outcome.report().vectors().toString());
  }

  @Test
  void shouldServeACrowdBesideAFloodOfItsPort() {
    Scene scene = scene();
    scene.at(1_000).every(250);
    scene.send(
        40_000, "flood", n -> udp(source(n), port(n), HOST, HTTPS, noise(n, 60 + n * 31 % 1_300)));
    crowd(scene, "crowd", 120, 2_000, 10_000);
    Outcome outcome = scene.run();
    outcome.of("crowd").passes();
    outcome.of("flood").after(400).loses(99);
  }

  @Test
  void shouldKeepNewConnectionsWhosePortChangesUnderAFlood() {
    Scene scene = scene();
    scene.at(1_000).every(500);
    scene.send(
        8_000, "flood", n -> udp(source(n), port(n), HOST, HTTPS, noise(n, 60 + n * 31 % 900)));
    for (int n = 0; n < 40; n++) {
      client(scene, "moving", n, 2_000 + n * 50L, 15);
    }
    scene.run().of("moving").passes();
  }

  @Test
  void shouldStopHellosThatNothingFollows() {
    Scene scene = scene();
    scene.at(1_000).every(500);
    scene.send(
        12_000, "hellos", n -> udp(source(n), port(n), HOST, HTTPS, initial(random.bytes(8))));
    scene.run().of("hellos").after(500).loses(90);
  }

  @Test
  void shouldStopHellosThatFollowOneAnotherOnAFewPorts() {
    Scene scene = scene();
    scene.at(1_000).every(500);
    scene.send(
        12_000, "hellos", n -> udp(source(n % 4), 5_000, HOST, HTTPS, initial(random.bytes(8))));
    scene.run().of("hellos").after(2_000).loses(90);
  }

  @Test
  void shouldStopAConnectionsFirstPacketsFromASpoofedQuestionsServers() {
    Scene scene = scene();
    byte[] client = random.bytes(8);
    // Whatever is under way in the first second that an object is seen is introduced.
    scene.at(0).send("calm", udp("11.1.1.1", 5_000, HOST, HTTPS, noise(1, 60)));
    for (int n = 0; n < 12_000; n++) {
      // Three times what the spoofed hello had, and no more, as nobody acknowledges it.
      scene.at(5_000 + n / 4);
      scene.send("flight", udp(source(n), HTTPS, HOST, port(n), initial(client)));
      for (int k = 0; k < 2; k++) {
        byte[] handshake = QuicPackets.handshake(random, client, 1_200);
        scene.send("flight", udp(source(n), HTTPS, HOST, port(n), handshake));
      }
    }
    // Whoever opened well has a fair share, of which all together have so much and no more.
    scene.run().of("flight").after(1_000).loses(85);
  }

  @Test
  void shouldNotLetOneConnectionGoOnAtAnyRate() {
    Scene scene = scene();
    byte[] server = random.bytes(8);
    scene.at(1_000).send("flow", udp("11.1.1.1", 4_000, HOST, HTTPS, initial(random.bytes(8))));
    scene.at(1_030);
    scene.send(
        "flow", udp("11.1.1.1", 4_000, HOST, HTTPS, QuicPackets.handshake(random, server, 90)));
    scene.at(1_060).every(200);
    scene.send(
        40_000,
        "flow",
        n -> udp("11.1.1.1", 4_000, HOST, HTTPS, QuicPackets.shortHeader(random, server, 900)));
    scene.run().of("flow").after(5_000).loses(90);
  }
}
