package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.payload.DnsMessages;
import org.scrubber.captures.payload.Payloads;
import org.scrubber.captures.random.RandomStream;

/** What keeps the network running: names, time, pings, routing, roaming logins. */
final class CoreServices {
  private static final int DNS = 53;
  private static final int NTP = 123;
  private static final int MONITORS = 4;
  private static final int RADIUS_PROXIES = 4;

  private CoreServices() {}

  /** The resolver asks name servers outside; every answer was asked for, some are fragmented. */
  static void resolve(Stage stage, double queriesPerSecond) {
    RandomStream random = stage.stream("DNS_REC", "resolver");
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(0); t < end; t += random.waitNs(queriesPerSecond)) {
      byte[] server = Outside.nameServer(random.below(20_000));
      int port = random.between(1024, 65_535);
      Endpoints inbound = new Endpoints(server, Tenant.RESOLVER.ipv4(), DNS, port);
      UdpTalk talk = new UdpTalk(stage, Label.legit(Tenant.RESOLVER), random, inbound, t);
      int id = random.below(65_536);
      String name = "host" + random.below(4_000) + ".zone" + random.below(90) + ".example";
      if (random.chance(8)) {
        talk.inside(DnsMessages.query(id, name, DnsMessages.TXT));
        int answerBytes = random.between(1_300, 3_800);
        talk.outside(DnsMessages.texts(random, id, name, DnsMessages.TXT, answerBytes));
      } else {
        talk.inside(DnsMessages.query(id, name, DnsMessages.A));
        talk.outside(DnsMessages.addresses(random, id, name, random.between(1, 6)));
      }
    }
  }

  /** Recursors outside ask the name server inside. */
  static void answerQuestions(Stage stage, double queriesPerSecond) {
    RandomStream random = stage.stream("DNS_AUTH", "resolver");
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(0); t < end; t += random.waitNs(queriesPerSecond)) {
      byte[] recursor = Outside.ipv4(0x150C0000 | random.below(512));
      int port = random.between(1024, 65_535);
      Endpoints inbound = new Endpoints(recursor, Tenant.host(254, 5), port, DNS);
      UdpTalk talk = new UdpTalk(stage, Label.legit(Tenant.RESOLVER), random, inbound, t);
      int id = random.below(65_536);
      String name = "www" + random.below(400) + ".unia.example";
      talk.outside(DnsMessages.query(id, name, DnsMessages.A));
      talk.inside(DnsMessages.addresses(random, id, name, 2));
    }
  }

  /** Hosts of a tenant ask time servers outside. */
  static void keepTime(Stage stage, Tenant tenant, byte[] client, double questionsPerSecond) {
    RandomStream random = stage.stream("NTP", tenant.objectName());
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(0); t < end; t += random.waitNs(questionsPerSecond)) {
      byte[] server = Outside.timeServer(random.below(1_500));
      int port = random.chance(60) ? NTP : random.between(1024, 65_535);
      Endpoints inbound = new Endpoints(server, client, NTP, port);
      UdpTalk talk = new UdpTalk(stage, Label.legit(tenant), random, inbound, t);
      long clientTime = 0xE43A_0000_0000_0000L + (t - stage.at(0));
      talk.inside(Payloads.ntpClient(clientTime));
      talk.outside(Payloads.ntpServer(random, clientTime));
    }
  }

  /** Hosts outside ping a tenant, and are answered, over both families: monitors, and strangers. */
  static void ping(Stage stage, Tenant tenant, double pingsPerSecond) {
    RandomStream random = stage.stream("ICMP", tenant.objectName());
    byte[][] monitors = new byte[MONITORS][];
    for (int i = 0; i < MONITORS; i++) {
      monitors[i] = i % 2 == 0 ? Outside.subscriber(random) : Outside.subscriber6(random);
    }
    long end = stage.at(stage.durationSeconds());
    int sequence = 0;
    for (long t = stage.at(0); t < end; t += random.waitNs(pingsPerSecond)) {
      int monitor = random.below(MONITORS);
      boolean stranger = random.chance(10);
      byte[] source = stranger ? Outside.subscriber(random) : monitors[monitor];
      byte[] target = source.length == 4 ? tenant.ipv4() : tenant.ipv6();
      Endpoints inbound = new Endpoints(source, target, 0, 0);
      Talk talk = new Talk(stage, Label.legit(tenant), random, inbound, 64, t);
      int id = stranger ? random.below(65_536) : 0x4000 + monitor;
      byte[] payload = random.bytes(56);
      sequence++;
      PacketBuilder request = talk.ip(true, true).echoRequest(id, sequence);
      talk.send(true, request.payload(payload));
      PacketBuilder reply = talk.ip(false, false).echoReply(id, sequence);
      talk.send(false, reply.payload(payload));
    }
  }

  /** A BGP session kept alive, and BFD every 300 ms in both directions. */
  static void keepRouting(Stage stage) {
    RandomStream random = stage.stream("CTRL", "link-net");
    Label label = Label.legit(Tenant.LINKS);
    byte[] neighbour = Outside.researchPeer(250, 2);
    Endpoints bfd = new Endpoints(neighbour, Tenant.LINKS.ipv4(), 49_152, 3784);
    Endpoints bfdBack = new Endpoints(neighbour, Tenant.LINKS.ipv4(), 3784, 49_153);
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(0.05); t < end; t += 270_000_000L + random.below(30_000_000)) {
      new UdpTalk(stage, label, random, bfd, 255, t).outside(Payloads.bfd(0x11, 0x22));
      new UdpTalk(stage, label, random, bfdBack, 255, t + 90_000_000)
          .inside(Payloads.bfd(0x22, 0x11));
    }
    Endpoints bgp = new Endpoints(neighbour, Tenant.LINKS.ipv4(), 179, 41_000);
    TcpTalk session =
        new TcpTalk(stage, label, random, bgp, false, TcpTalk.Stack.LINUX, stage.at(-30));
    session.open();
    while (session.nowNs() < end) {
      session.pause(10_000_000_000L);
      session.request(Payloads.bgpKeepalive());
      session.response(Payloads.bgpKeepalive());
    }
  }

  /** Roaming users log in: RADIUS from a peer network, requests in two fragments. */
  static void logInRoamingUsers(Stage stage, double loginsPerSecond) {
    RandomStream random = stage.stream("RADIUS", "university");
    long end = stage.at(stage.durationSeconds());
    int id = 0;
    for (long t = stage.at(0.2); t < end; t += random.waitNs(loginsPerSecond)) {
      int proxy = random.below(RADIUS_PROXIES);
      Endpoints inbound =
          new Endpoints(
              Outside.researchPeer(3, 1 + proxy), Tenant.host(35, 18), 40_000 + proxy, 1812);
      UdpTalk talk = new UdpTalk(stage, Label.legit(Tenant.UNIVERSITY), random, inbound, t);
      int requestBytes = random.chance(50) ? random.between(1_600, 2_400) : 400;
      id++;
      talk.outside(Payloads.radiusRequest(random, id, requestBytes));
      talk.inside(Payloads.radiusChallenge(random, id));
    }
  }
}
