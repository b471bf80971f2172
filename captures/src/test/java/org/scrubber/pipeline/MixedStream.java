package org.scrubber.pipeline;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.dnsAnswer;
import static org.scrubber.scene.Packets.dnsQuestion;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.quote;
import static org.scrubber.scene.Packets.rst;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.syn;
import static org.scrubber.scene.Packets.synAck;
import static org.scrubber.scene.Packets.udp;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

/**
 * A seeded stream of everything at once: visitors that connect, talk and are challenged, and all
 * floods in waves against two objects, on so few addresses and ports that flows meet again.
 */
final class MixedStream {
  private static final String HOST = "198.18.0.10";

  private MixedStream() {}

  /** Fills a scene with at least so many packets. */
  static Scene of(long seed, int packets) {
    Scene scene =
        Scene.protecting("198.18.0.0/24", "2001:db8:5::/48")
            .object("other", "198.18.4.0/22")
            .monitoring()
            .atInternetBorder();
    RandomStream random = new RandomStream(seed);
    long us = 0;
    for (int n = 0; n < packets; n++) {
      us += random.below(2_000);
      // Quiet minutes now and then, so that mitigations end and are raised again.
      us += random.below(10_000) == 0 ? 45_000_000 : 0;
      scene.at(us / 1_000);
      if (random.chance(30)) {
        visit(scene, random);
      } else {
        scene.send("any", any(random, n, n / 4_000 % 12));
      }
    }
    return scene;
  }

  private static void visit(Scene scene, RandomStream random) {
    int port = 40_000 + random.below(64);
    Visitor one = new Visitor("visit", source(port % 16), port, target(random), 443);
    switch (random.below(5)) {
      case 0 -> one.syn(scene);
      case 1 -> one.synAck(scene);
      case 2 -> one.ack(scene);
      case 3 -> one.connect(scene);
      default -> one.data(scene, random.below(5));
    }
  }

  private static String target(RandomStream random) {
    return random.chance(60) ? HOST : "198.18." + random.below(8) + "." + random.below(40);
  }

  /** A packet of a wave's vector mostly, and of any other sometimes. */
  private static PacketBuilder any(RandomStream random, int n, int wave) {
    String to = target(random);
    String from = source(random.below(random.chance(50) ? 16 : 4_000));
    int kind = random.chance(70) ? wave : random.below(14);
    return switch (kind) {
      case 0 -> syn(from, 40_000 + random.below(64), to, 443, random.nextInt());
      case 1 -> synAck(from, 443, to, port(n), n, n);
      case 2 -> ack(from, 40_000 + random.below(64), to, 443, n, n, n % 3 * 40);
      case 3 -> rst(from, 40_000 + random.below(64), to, 443, n);
      case 4 -> udp(from, 5_000 + random.below(4), to, 80, noise(random.below(3), 300));
      case 5 -> udp(from, port(n), to, port(n * 3), noise(n, 20 + random.below(200)));
      case 6 -> udp(from, 53, to, 30_000 + random.below(8), dnsAnswer(n, 200));
      case 7 -> fragment(random, from, to);
      case 8 -> ethernet().ipv4(from, to).echoRequest(random.below(9), n).payload(20, n);
      case 9 -> ethernet().ipv4(from, to).gre().payload(noise(n, 40));
      case 10 -> random.chance(10) ? monlist(from, to, n) : unreachable(random, from, to, n);
      case 11 ->
          ethernet()
              .ipv6("2a02::" + random.below(9), "2001:db8:5::" + random.below(300))
              .udp(53, 30_000)
              .payload(dnsAnswer(n, 100));
      case 12 -> udp(to, 30_000 + random.below(8), from, 53, dnsQuestion(n));
      default -> ethernet().ipv4(from, to).tcp(4, 5).syn().fin();
    };
  }

  private static PacketBuilder monlist(String from, String to, int n) {
    return Fingerprints.ntpMonlist(ethernet(), Endpoints.of(from, 123, to, 80), 54, n, 1);
  }

  private static PacketBuilder fragment(RandomStream random, String from, String to) {
    return ethernet()
        .ipv4(from, to)
        .id(random.below(60))
        .slice(random.below(4) * 104, 104 + random.below(2) * 8)
        .udp(random.chance(50) ? 53 : 7_000, 30_000 + random.below(8))
        .payload(dnsAnswer(1, 400));
  }

  private static PacketBuilder unreachable(RandomStream random, String from, String to, int n) {
    PacketBuilder cause =
        random.chance(50)
            ? udp(to, 30_000 + random.below(8), from, 53, dnsQuestion(n))
            : ack(to, 443, from, 40_000 + random.below(64), n, n, 0);
    return ethernet().ipv4(from, to).portUnreachable(quote(cause, 28));
  }
}
