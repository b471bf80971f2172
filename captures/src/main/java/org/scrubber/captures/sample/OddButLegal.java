package org.scrubber.captures.sample;

import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.captures.packet.UdpLayer;
import org.scrubber.captures.random.RandomStream;

/** Legitimate packets that look broken at a careless glance. */
final class OddButLegal {
  private static final int ECN_FLAGS = 0xC2;
  private static final int GAME_PORT = 50_000;

  private OddButLegal() {}

  /** SYNs that negotiate ECN, UDP without checksum, empty datagrams, resets of real connections. */
  static void send(Stage stage, Tenant tenant, double eventsPerSecond) {
    RandomStream random = stage.stream("ODD", tenant.objectName());
    Label label = Label.legit(tenant);
    long end = stage.at(stage.durationSeconds());
    int index = 0;
    for (long t = stage.at(0); t < end; t += random.waitNs(eventsPerSecond)) {
      byte[] source = Outside.subscriber(random);
      int port = random.between(1024, 65_535);
      Endpoints ends = new Endpoints(source, tenant.ipv4(), port, 443);
      Endpoints game = new Endpoints(source, tenant.ipv4(), port, GAME_PORT);
      switch (index++ % 4) {
        case 0 -> ecnHandshake(new Talk(stage, label, random, ends, 64, t));
        case 1 -> exchange(new Talk(stage, label, random, game, 64, t), new byte[0], false);
        case 2 -> exchange(new Talk(stage, label, random, game, 64, t), random.bytes(90), true);
        default -> {
          TcpTalk talk =
              new TcpTalk(stage, label, random, ends, true, TcpTalk.Stack.draw(random), t);
          talk.open();
          talk.abort();
        }
      }
    }
  }

  private static void ecnHandshake(Talk talk) {
    Endpoints in = talk.ends(true);
    Endpoints out = talk.ends(false);
    int seq = talk.random.nextInt();
    int answer = talk.random.nextInt();
    TcpLayer syn = talk.ip(true, true).tcp(in.sourcePort(), in.targetPort());
    talk.send(true, syn.flags(ECN_FLAGS).seq(seq).window(64_240).mss(1460));
    TcpLayer synAck = talk.ip(false, true).tcp(out.sourcePort(), out.targetPort());
    talk.send(false, synAck.flags(0x40).syn().seq(answer).ack(seq + 1L).mss(1460));
    TcpLayer ack = talk.ip(true, true).tcp(in.sourcePort(), in.targetPort());
    talk.send(true, ack.seq(seq + 1L).ack(answer + 1L));
    TcpLayer reset = talk.ip(true, true).tcp(in.sourcePort(), in.targetPort());
    talk.send(true, reset.rst().seq(seq + 1L).ack(answer + 1L));
  }

  private static void exchange(Talk talk, byte[] payload, boolean noChecksum) {
    for (int side = 0; side < 2; side++) {
      boolean fromOutside = side == 0;
      Endpoints ends = talk.ends(fromOutside);
      UdpLayer udp = talk.ip(fromOutside, false).udp(ends.sourcePort(), ends.targetPort());
      PacketBuilder packet = (noChecksum ? udp.noChecksum() : udp).payload(payload);
      talk.send(fromOutside, packet);
    }
  }
}
