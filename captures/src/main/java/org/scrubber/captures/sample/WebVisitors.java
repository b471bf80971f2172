package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.payload.QuicPackets;
import org.scrubber.captures.payload.TlsRecords;
import org.scrubber.captures.random.RandomStream;

/** People outside who use a site inside: HTTPS over TCP, and QUIC, over IPv4 and IPv6. */
final class WebVisitors {
  private static final int HTTPS = 443;
  private static final int IPV6_PERCENT = 45;
  private static final long THINK_NS = 400_000_000;

  private WebVisitors() {}

  /**
   * Lets visitors come at a mean rate over the whole capture.
   *
   * @param connectionsPerSecond of TCP; QUIC comes at a third of it
   */
  static void visit(Stage stage, Tenant tenant, double connectionsPerSecond) {
    RandomStream arrivals = stage.stream("WEB_TCP", tenant.objectName());
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(-3); t < end; t += arrivals.waitNs(connectionsPerSecond)) {
      tcpVisit(stage, tenant, arrivals, t);
    }
    RandomStream quic = stage.stream("WEB_QUIC", tenant.objectName());
    for (long t = stage.at(-2); t < end; t += quic.waitNs(connectionsPerSecond / 3)) {
      quicVisit(stage, tenant, quic, t);
    }
  }

  private static void tcpVisit(Stage stage, Tenant tenant, RandomStream random, long startNs) {
    TcpTalk talk =
        new TcpTalk(
            stage,
            Label.legit(tenant),
            random,
            visitor(tenant, random),
            true,
            TcpTalk.Stack.draw(random),
            startNs);
    if (random.chance(2)) {
      talk.openAfterRetransmission();
    } else {
      talk.open();
    }
    String name = tenant.objectName() + ".example";
    int helloBytes = random.chance(35) ? random.between(517, 700) : random.between(1700, 1900);
    talk.request(TlsRecords.clientHello(random, name, helloBytes));
    talk.response(TlsRecords.serverFlight(random, random.between(1800, 3200)));
    talk.request(TlsRecords.clientFinished(random));
    int requests = random.between(1, 3);
    for (int i = 0; i < requests; i++) {
      talk.request(TlsRecords.applicationData(random, random.between(300, 900)));
      int responseBytes = (int) Math.min(12_000, random.logNormal(3_000, 0.9));
      talk.response(TlsRecords.applicationData(random, responseBytes));
      talk.pause(random.below((int) THINK_NS));
    }
    if (random.chance(5)) {
      talk.abort();
    } else {
      talk.close();
    }
  }

  private static void quicVisit(Stage stage, Tenant tenant, RandomStream random, long startNs) {
    Endpoints ends = visitor(tenant, random);
    UdpTalk talk = new UdpTalk(stage, Label.legit(tenant), random, ends, startNs);
    byte[] connectionId = random.bytes(8);
    byte[] shortId = random.bytes(8);
    String name = tenant.objectName() + ".example";
    int initialBytes = random.chance(40) ? 1200 : random.between(1250, 1357);
    talk.outside(QuicInitial.client(random, connectionId, name, initialBytes));
    talk.inside(QuicPackets.handshake(random, shortId, 1200));
    talk.outside(QuicPackets.handshake(random, connectionId, 90));
    int rounds = random.between(2, 5);
    for (int i = 0; i < rounds; i++) {
      talk.outside(QuicPackets.shortHeader(random, connectionId, random.between(200, 900)));
      int answers = random.between(1, 4);
      for (int j = 0; j < answers; j++) {
        talk.inside(QuicPackets.shortHeader(random, shortId, random.between(900, 1250)));
      }
      talk.outside(QuicPackets.shortHeader(random, connectionId, random.between(35, 60)));
      talk.pause(random.below((int) THINK_NS));
    }
  }

  private static Endpoints visitor(Tenant tenant, RandomStream random) {
    int port = random.between(1024, 65_535);
    if (random.chance(IPV6_PERCENT)) {
      return new Endpoints(Outside.subscriber6(random), tenant.ipv6(), port, HTTPS);
    }
    return new Endpoints(Outside.subscriber(random), tenant.ipv4(), port, HTTPS);
  }
}
