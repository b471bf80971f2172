package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.payload.QuicInitial;
import org.scrubber.captures.payload.QuicPackets;
import org.scrubber.captures.payload.TlsRecords;
import org.scrubber.captures.random.RandomStream;

/** People inside who use the web outside: the connections begin inside, behind a NAT or not. */
final class CampusClients {
  private static final int HTTPS = 443;
  private static final int IPV6_PERCENT = 40;
  private static final int NAT_ADDRESSES = 4;

  private CampusClients() {}

  /**
   * Lets clients browse at a mean rate over the whole capture.
   *
   * @param natThirdByte third byte of the NAT addresses, whose fourth counts from {@code
   *     natFourthByte}
   * @param connectionsPerSecond of TCP; QUIC comes at a third of it
   */
  static void browse(
      Stage stage,
      Tenant tenant,
      int natThirdByte,
      int natFourthByte,
      double connectionsPerSecond) {
    RandomStream random = stage.stream("EYE_TCP", tenant.objectName());
    long end = stage.at(stage.durationSeconds());
    for (long t = stage.at(-3); t < end; t += random.waitNs(connectionsPerSecond)) {
      page(stage, tenant, random, ends(tenant, natThirdByte, natFourthByte, random), t);
    }
    RandomStream quic = stage.stream("EYE_QUIC", tenant.objectName());
    for (long t = stage.at(-2); t < end; t += quic.waitNs(connectionsPerSecond / 3)) {
      video(stage, tenant, quic, ends(tenant, natThirdByte, natFourthByte, quic), t);
    }
  }

  private static void page(
      Stage stage, Tenant tenant, RandomStream random, Endpoints inbound, long startNs) {
    TcpTalk.Stack stack = TcpTalk.Stack.draw(random);
    TcpTalk talk = new TcpTalk(stage, Label.legit(tenant), random, inbound, false, stack, startNs);
    talk.open();
    boolean tooBig = random.chance(15) && !inbound.isIpv6();
    int helloBytes = tooBig ? random.between(1700, 1900) : random.between(517, 700);
    talk.request(TlsRecords.clientHello(random, "content.example", helloBytes));
    if (tooBig) {
      talk.sendPacketTooBig(Outside.researchPeer(1, random.between(1, 9)), 1400);
    }
    talk.response(TlsRecords.serverFlight(random, random.between(1800, 3200)));
    talk.request(TlsRecords.clientFinished(random));
    talk.request(TlsRecords.applicationData(random, random.between(300, 700)));
    int responseBytes = (int) Math.min(25_000, random.logNormal(9_000, 0.9));
    talk.response(TlsRecords.applicationData(random, responseBytes));
    talk.close();
  }

  private static void video(
      Stage stage, Tenant tenant, RandomStream random, Endpoints inbound, long startNs) {
    UdpTalk talk = new UdpTalk(stage, Label.legit(tenant), random, inbound, startNs);
    byte[] serverId = random.bytes(8);
    byte[] clientId = random.bytes(8);
    talk.inside(QuicInitial.client(random, serverId, "video.example", 1250));
    talk.outside(QuicPackets.handshake(random, clientId, 1200));
    talk.inside(QuicPackets.handshake(random, serverId, 90));
    int bursts = random.between(1, 3);
    for (int i = 0; i < bursts; i++) {
      talk.inside(QuicPackets.shortHeader(random, serverId, random.between(200, 500)));
      int packets = random.between(4, 12);
      for (int j = 0; j < packets; j++) {
        talk.outside(QuicPackets.shortHeader(random, clientId, random.between(1100, 1350)));
      }
      talk.inside(QuicPackets.shortHeader(random, serverId, random.between(35, 60)));
      talk.pause(random.below(900_000_000));
    }
  }

  private static Endpoints ends(
      Tenant tenant, int natThirdByte, int natFourthByte, RandomStream random) {
    int port = random.between(1024, 65_535);
    int server = random.below(4_000);
    if (random.chance(IPV6_PERCENT)) {
      byte[] host = tenant.ipv6();
      host[14] = 1;
      host[15] = (byte) random.below(250);
      return new Endpoints(Outside.contentServer6(server), host, HTTPS, port);
    }
    byte[] nat = Tenant.host(natThirdByte, natFourthByte + random.below(NAT_ADDRESSES));
    return new Endpoints(Outside.contentServer(server), nat, HTTPS, port);
  }
}
