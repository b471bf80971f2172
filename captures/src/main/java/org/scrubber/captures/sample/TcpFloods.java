package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.captures.random.RandomStream;

/** Floods of TCP segments. */
final class TcpFloods {
  private static final int HTTPS = 443;
  private static final int EMITTERS = 40;
  private static final int BACKLOG_PERCENT = 25;
  private static final int REFLECTORS = 600;

  private TcpFloods() {}

  /** SYNs with random sources; the server answers some of them, towards whoever was named. */
  static void spoofedSyn(Wave wave) {
    int firstPort = wave.stage().stream(wave.vector(), "port").between(1024, 3023);
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] target = wave.tenant().ipv4();
          int sourcePort = (firstPort + index) % 65_536;
          Endpoints ends = new Endpoints(Outside.anything(random), target, sourcePort, HTTPS);
          int seq = random.nextInt();
          int ttl = 64 - Outside.hops(Outside.bot(random.below(EMITTERS)));
          int id = random.below(65_536);
          PacketBuilder syn =
              Fingerprints.hping3Syn(
                  Recording.fromOutside(), ends, ttl, id, seq, random.nextInt() | 1);
          recording.addInbound(timeNs, syn.build(), wave.label());
          if (random.chance(BACKLOG_PERCENT)) {
            TcpLayer answer = ends.reversed().tcp(Recording.fromInside(), 63, 0, true);
            answer.syn().seq(random.nextInt()).ack(seq + 1L).window(29_200).mss(1460);
            recording.addOutbound(timeNs + 1_000_000, answer.build(), Label.legit(wave.tenant()));
          }
        });
  }

  /** Bare ACKs of bots that never opened a connection. */
  static void bareAck(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(900));
          int port = random.between(1024, 65_535);
          Endpoints ends = new Endpoints(bot, wave.tenant().ipv4(), port, HTTPS);
          int window = random.chance(50) ? 1024 : random.below(65_536);
          PacketBuilder ack =
              Fingerprints.bareAck(
                  Recording.fromOutside(),
                  ends,
                  255 - Outside.hops(bot),
                  random.below(65_536),
                  random.nextInt(),
                  random.nextInt(),
                  window);
          recording.addInbound(timeNs, ack.build(), wave.label());
        });
  }

  /** SYN-ACKs from real servers that somebody asked in the tenant's name. */
  static void reflectedSynAck(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          int chosen = random.below(REFLECTORS);
          byte[] reflector = Outside.reflector(80, chosen);
          int[] ports = {443, 443, 443, 80, 179, 22};
          int sourcePort = ports[chosen % ports.length];
          int port = random.between(1024, 65_535);
          Endpoints ends = new Endpoints(reflector, campusHost(random), sourcePort, port);
          int ttl = 64 - Outside.hops(reflector);
          int seq = random.nextInt();
          int ack = random.nextInt();
          PacketBuilder answer =
              Fingerprints.linuxSynAck(Recording.fromOutside(), ends, ttl, seq, ack, seq ^ ack, 0);
          byte[] frame = answer.build();
          recording.addInbound(timeNs, frame, wave.label());
          // The reflector never hears an ACK, and asks again after 1 s and 3 s.
          if (random.chance(50)) {
            recording.addInbound(timeNs + 1_000_000_000L, frame, wave.label());
            recording.addInbound(timeNs + 3_000_000_000L, frame, wave.label());
          }
        });
  }

  private static byte[] campusHost(RandomStream random) {
    return Tenant.host(32 + random.below(32), random.below(256));
  }
}
