package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.VISITOR;
import static org.scrubber.scene.Packets.ack;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.quote;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;
import org.scrubber.scene.Visitor;

class IcmpFloodTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String FLOOD = "icmp-flood";
  private static final int BURST = 22;

  private static IntFunction<PacketBuilder> spoofedEcho() {
    return n -> ethernet().ipv4(source(n), HOST).echoRequest(n & 0xffff, n).payload(noise(n, 56));
  }

  @Test
  void shouldDropSpoofedEchoRequests() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000).send(2_000, "flood", spoofedEcho());
    scene.at(500).every(100_000);
    scene.send(15, "neighbour", n -> ethernet().ipv4(VISITOR, NEIGHBOUR).echoRequest(1, n));
    Outcome outcome = scene.run();
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(BURST).isDropped(FLOOD).under(FLOOD, HOST + "/32");
    outcome.of("neighbour").passes();
  }

  @Test
  void shouldDropAPingFloodThoughItIsAnswered() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 2_000; n++) {
      scene.at(n).send("flood", ethernet().ipv4(VISITOR, HOST).echoRequest(9, n).payload(56, n));
      scene.at(n).send("answer", ethernet().ipv4(HOST, VISITOR).echoReply(9, n).payload(56, n));
    }
    Outcome outcome = scene.run();
    outcome.of("flood").after(100).loses(99);
    outcome.of("answer").passes();
  }

  @Test
  void shouldTakeNoSteadyPingThatIsAnsweredForAFlood() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 3_000; n++) { // 50 a second, ten times what a small host may get.
      scene
          .at(n * 20L)
          .send("ping", ethernet().ipv4(VISITOR, HOST).echoRequest(9, n).payload(56, n));
      scene
          .at(n * 20L + 1)
          .send("ping", ethernet().ipv4(HOST, VISITOR).echoReply(9, n).payload(56, n));
    }
    Outcome outcome = scene.run();
    outcome.of("ping").passes();
  }

  @Test
  void shouldLetAMonitorPingOnThroughAFlood() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 8; n++) {
      scene.at(n * 1_000L).send("ping", ethernet().ipv4("41.1.1.1", HOST).echoRequest(9, n));
      scene.at(n * 1_000L + 1).send("ping", ethernet().ipv4(HOST, "41.1.1.1").echoReply(9, n));
    }
    scene.at(3_500).every(1_000).send(4_000, "flood", spoofedEcho());
    scene.run().of("ping").passes();
  }

  @Test
  void shouldDropRepliesThatNobodyAskedFor() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(1_000, "smurf", n -> ethernet().ipv4(source(n), HOST).echoReply(7, n));
    for (int n = 0; n < 20; n++) {
      scene.at(200 + n * 20L).send("asked", ethernet().ipv4(HOST, VISITOR).echoRequest(50 + n, n));
      scene.at(205 + n * 20L).send("asked", ethernet().ipv4(VISITOR, HOST).echoReply(50 + n, n));
    }
    Outcome outcome = scene.run();
    outcome.of("smurf").after(BURST).loses(99);
    outcome.of("asked").passes();
  }

  @Test
  void shouldKeepPathMtuDiscoveryAliveInAFlood() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 20; n++) {
      Visitor one = new Visitor("web", source(4_000 + n), 40_000 + n, HOST, 443);
      one.connect(scene.at(n * 300L).every(10_000));
      one.data(scene, 0);
    }
    scene.at(6_000).every(1_000).send(3_000, "flood", spoofedEcho());
    for (int n = 0; n < 20; n++) {
      PacketBuilder big = ack(HOST, 443, source(4_000 + n), 40_000 + n, 1, 1, 1_400);
      byte[] quoted = quote(big, 28);
      scene
          .at(6_500 + n * 50L)
          .send("mtu", ethernet().ipv4("62.9.9.9", HOST).packetTooBig(1_400, quoted));
    }
    Outcome outcome = scene.run();
    outcome.of("mtu").passes();
    outcome.of("web").passes();
  }

  @Test
  void shouldKeepPathMtuDiscoveryAliveWhereOnlyOneDirectionIsSeen() {
    Scene scene = Scene.protecting(NETWORK);
    for (int n = 0; n < 4; n++) {
      String client = source(4_000 + n);
      int from = 40_000 + n;
      scene.at(n * 100L).every(50_000);
      scene.send(5, "web", k -> ack(client, from, HOST, 443, k * 100, 1, 100));
    }
    scene.at(2_000).every(1_000).send(3_000, "flood", spoofedEcho());
    for (int n = 0; n < 4; n++) {
      PacketBuilder big = ack(HOST, 443, source(4_000 + n), 40_000 + n, 1, 1, 1_400);
      byte[] quoted = quote(big, 28);
      scene
          .at(2_500 + n * 50L)
          .send("mtu", ethernet().ipv4("62.9.9.9", HOST).packetTooBig(1_400, quoted));
    }
    scene.run().of("mtu").passes();
  }

  @Test
  void shouldKeepIpv6PathMtuDiscoveryAlive() {
    String host = "2001:db8:5::80";
    Scene scene = Scene.protecting("2001:db8:5::/48").at(0).every(10_000);
    PacketBuilder big =
        ethernet().ipv6(host, "2a02:1::9").tcp(443, 40_000).ack(1).payload(1_400, 1);
    scene.send("out", big);
    scene.at(1_000).every(1_000);
    scene.send(
        1_000,
        "flood",
        n -> ethernet().ipv6("2a03:%x::1".formatted(n), host).echoRequest(n, n).payload(40, 1));
    byte[] quoted = quote(big, 200);
    scene.at(1_500).send("mtu", ethernet().ipv6("2a02:2::1", host).packetTooBig(1_280, quoted));
    Outcome outcome = scene.run();
    outcome.of("mtu").passes();
    outcome.of("flood").after(BURST).isDropped(FLOOD);
  }

  @Test
  void shouldDropErrorsAboutWhatWasNeverSent() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(1_000);
    scene.send(
        1_000,
        "backscatter",
        n -> {
          PacketBuilder spoofed = udp(HOST, 4_000, source(n), 7_777, noise(n, 40));
          return ethernet().ipv4(source(n), HOST).portUnreachable(quote(spoofed, 28));
        });
    scene.run().of("backscatter").after(BURST).isDropped("icmp-backscatter");
  }

  @Test
  void shouldNeverJudgeNeighbourDiscovery() {
    Scene scene = Scene.protecting("2001:db8:5::/48").at(0).every(1_000);
    scene.send(
        500,
        "nd",
        n ->
            ethernet()
                .ipv6("fe80::1", "2001:db8:5::80")
                .hopLimit(255)
                .icmpv6(135, 0)
                .payload(20, n));
    scene.run().of("nd").passes();
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().at(0).every(1_000);
    scene.send(300, "flood", spoofedEcho());
    scene.run().of("flood").after(BURST).isOnlyMarked(FLOOD);
  }
}
