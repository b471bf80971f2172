package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.Ipv4Layer;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.random.RandomStream;

/** Floods of UDP, ICMP, fragments and tunnels. */
final class OtherFloods {
  private static final int BOTS = 700;

  private OtherFloods() {}

  /** UDP of 512 random bytes from bots to random ports of one address. */
  static void udp(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(BOTS));
          Endpoints ends =
              new Endpoints(
                  bot, wave.tenant().ipv4(), random.between(1, 65_535), random.between(1, 65_535));
          PacketBuilder packet =
              Fingerprints.miraiUdp(
                  Recording.fromOutside(),
                  ends,
                  64 - Outside.hops(bot),
                  random.below(65_536),
                  random.bytes(512));
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  /** UDP of random sizes, spread over a /19 so that no host sees much. */
  static void carpet(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(2_000));
          byte[] host = Tenant.host(32 + random.below(32), random.below(256));
          Endpoints ends =
              new Endpoints(bot, host, random.between(1024, 65_535), random.between(1, 65_535));
          boolean dontFragment = random.chance(50);
          PacketBuilder packet =
              ends.udp(
                      Recording.fromOutside(),
                      (random.chance(60) ? 64 : 128) - Outside.hops(bot),
                      random.below(65_536),
                      dontFragment)
                  .payload(random.bytes(randomSize(random)));
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  /** Echo requests, and replies that nobody asked for. */
  static void icmp(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(BOTS));
          Endpoints ends = new Endpoints(bot, wave.tenant().ipv4(), 0, 0);
          PacketBuilder ip =
              ends.ip(Recording.fromOutside(), 64 - Outside.hops(bot), random.below(65_536), false);
          int id = random.below(65_536);
          PacketBuilder packet = random.chance(70) ? ip.echoRequest(id, 1) : ip.echoReply(id, 1);
          byte[] payload = random.bytes(random.between(64, 1_400));
          recording.addInbound(timeNs, packet.payload(payload).build(), wave.label());
        });
  }

  /** Fragments that are never the first one of anything. */
  static void fragments(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] source = Outside.bot(random.below(60_000));
          Ipv4Layer ip =
              Recording.fromOutside()
                  .ipv4(source, wave.tenant().ipv4())
                  .ttl(64 - Outside.hops(source))
                  .id(random.below(65_536))
                  .protocol(17)
                  .fragmentOffset(8 * random.between(1, 185));
          if (random.chance(70)) {
            ip.moreFragments();
          }
          PacketBuilder packet = ip.payload(random.bytes(1_400));
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  /** GRE around UDP from bots that have no tunnel here. */
  static void gre(Wave wave) {
    wave.run(
        (recording, random, timeNs, index) -> {
          byte[] bot = Outside.bot(random.below(BOTS));
          Endpoints outer = new Endpoints(bot, wave.tenant().ipv4(), 0, 0);
          Endpoints inner =
              new Endpoints(
                  Outside.anything(random),
                  Outside.anything(random),
                  random.below(65_536),
                  random.below(65_536));
          int id = random.below(65_536);
          PacketBuilder packet =
              Fingerprints.miraiGreIp(
                  Recording.fromOutside(),
                  outer,
                  64 - Outside.hops(bot),
                  id,
                  inner,
                  ~(id - 1000) & 0xFFFF);
          recording.addInbound(timeNs, packet.build(), wave.label());
        });
  }

  private static int randomSize(RandomStream random) {
    int percent = random.below(100);
    if (percent < 40) {
      return random.between(60, 120);
    }
    return percent < 80 ? random.between(200, 600) : random.between(1_200, 1_428);
  }
}
