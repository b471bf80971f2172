package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.payload.Payloads;
import org.scrubber.captures.random.RandomStream;

/** Long-lived tunnels and calls: ESP, NAT traversal, WireGuard, GRE, telephony, conferences. */
final class Tunnels {
  private static final int G711_BYTES = 160;
  private static final int G711_TYPE = 0;
  private static final int VIDEO_TYPE = 96;

  private Tunnels() {}

  /** IPsec between the hospital and a practice: ESP in both directions. */
  static void ipsec(Stage stage, double packetsPerSecond) {
    RandomStream random = stage.stream("VPN", "esp");
    byte[] practice = Outside.subscriber(random);
    Endpoints inbound = new Endpoints(practice, Tenant.host(8, 1), 0, 0);
    Talk talk = new Talk(stage, Label.legit(Tenant.HOSPITAL), random, inbound, 64, stage.at(-1));
    int inSpi = random.nextInt();
    int outSpi = random.nextInt();
    int inSequence = 70_000;
    int outSequence = 50_000;
    while (talk.nowNs() < stage.at(stage.durationSeconds())) {
      talk.pause(random.waitNs(packetsPerSecond));
      byte[] question = random.bytes(16 * random.between(4, 40));
      talk.send(true, talk.ip(true, true).esp(inSpi, inSequence++).payload(question));
      byte[] answer = random.bytes(16 * random.between(4, 80));
      talk.send(false, talk.ip(false, true).esp(outSpi, outSequence++).payload(answer));
    }
  }

  /** A home worker's WireGuard tunnel to the hospital. */
  static void wireGuard(Stage stage, double packetsPerSecond) {
    RandomStream random = stage.stream("VPN", "wireguard");
    byte[] worker = Outside.subscriber(random);
    Endpoints inbound = new Endpoints(worker, Tenant.host(8, 2), 33_123, 51_820);
    UdpTalk talk = new UdpTalk(stage, Label.legit(Tenant.HOSPITAL), random, inbound, stage.at(-1));
    int counter = 900;
    while (talk.nowNs() < stage.at(stage.durationSeconds())) {
      talk.pause(random.waitNs(packetsPerSecond));
      counter++;
      talk.outside(Payloads.wireGuard(random, 0x1111, counter, random.between(40, 300)));
      talk.inside(Payloads.wireGuard(random, 0x2222, counter, random.between(40, 1_200)));
    }
  }

  /** GRE between a peer network and the research nodes, with TCP inside. */
  static void gre(Stage stage, double packetsPerSecond) {
    RandomStream random = stage.stream("RESEARCH", "gre");
    Endpoints inbound = new Endpoints(Outside.researchPeer(0, 1), Tenant.host(16, 1), 0, 0);
    Talk talk = new Talk(stage, Label.legit(Tenant.RESEARCH), random, inbound, 64, stage.at(-1));
    Endpoints inner = Endpoints.of("10.20.0.5", 40_000, "10.30.0.7", 50_100);
    int sequence = random.nextInt();
    int answered = random.nextInt();
    while (talk.nowNs() < stage.at(stage.durationSeconds())) {
      talk.pause(random.waitNs(packetsPerSecond));
      byte[] data = random.bytes(random.between(100, 1_300));
      talk.send(
          true,
          inner
              .tcp(talk.ip(true, false).gre(), 63, talk.nextId(true), true)
              .psh()
              .seq(sequence)
              .ack(answered)
              .payload(data));
      sequence += data.length;
      talk.send(
          false,
          inner
              .reversed()
              .tcp(talk.ip(false, false).gre(), 63, talk.nextId(false), true)
              .seq(answered)
              .ack(sequence));
    }
  }

  /** A telephone trunk to the hospital: OPTIONS now and then, and one call at a time. */
  static void telephone(Stage stage, double callSeconds) {
    RandomStream random = stage.stream("SIP", "hospital");
    byte[] trunk = Outside.ipv4(0x0B300A05);
    byte[] gateway = Tenant.host(8, 60);
    Label label = Label.legit(Tenant.HOSPITAL);
    Endpoints signalling = new Endpoints(trunk, gateway, 5060, 5060);
    UdpTalk sip = new UdpTalk(stage, label, random, signalling, stage.at(0.3));
    int sequence = 100;
    while (sip.nowNs() < stage.at(stage.durationSeconds())) {
      sequence++;
      sip.outside(Payloads.sipOptions(false, sequence));
      sip.inside(Payloads.sipOptions(true, sequence));
      sip.pause(8_000_000_000L);
    }
    Endpoints media = new Endpoints(trunk, gateway, 14_000, 12_000);
    mediaStream(stage, label, random, media, 1, callSeconds, G711_TYPE, 40_000_000L);
  }

  /** A member of parliament in a video conference, from behind the NAT. */
  static void conference(Stage stage, int relay, double fromSeconds, double toSeconds) {
    RandomStream random = stage.stream("MEDIA", "relay" + relay);
    Label label = Label.legit(Tenant.PARLIAMENT);
    int port = 50_000 + 2 * random.below(4_000);
    Endpoints inbound = new Endpoints(Outside.mediaRelay(relay), Tenant.host(5, 254), 8_801, port);
    mediaStream(stage, label, random, inbound, fromSeconds, toSeconds, VIDEO_TYPE, 45_000_000L);
  }

  private static void mediaStream(
      Stage stage,
      Label label,
      RandomStream random,
      Endpoints inbound,
      double fromSeconds,
      double toSeconds,
      int type,
      long intervalNs) {
    int outsideSource = random.nextInt();
    int insideSource = random.nextInt();
    int sequence = random.below(30_000);
    int clock = random.nextInt();
    UdpTalk talk = new UdpTalk(stage, label, random, inbound, stage.at(fromSeconds));
    UdpTalk back = new UdpTalk(stage, label, random, inbound, stage.at(fromSeconds));
    while (talk.nowNs() < stage.at(toSeconds)) {
      int size = type == G711_TYPE ? G711_BYTES : random.between(120, 1_100);
      back.inside(Payloads.rtp(random, type, sequence, clock, insideSource, G711_BYTES));
      talk.outside(Payloads.rtp(random, type, sequence, clock, outsideSource, size));
      sequence++;
      clock += 320;
      talk.pause(intervalNs);
      back.pause(intervalNs);
    }
  }
}
