package org.scrubber.filter;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.NEIGHBOUR;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.source;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

class ProtocolFloodTest {
  private static final String NETWORK = "198.18.0.0/24";
  private static final String PEER = "41.5.5.5";
  private static final int BURST = 25;

  private static PacketBuilder gre(String from, String to, int n) {
    return ethernet().ipv4(from, to).gre().ipv4("10.0.0.1", "10.0.0.2").udp(5, 6).payload(60, n);
  }

  private static PacketBuilder esp(String from, String to, int n) {
    return ethernet().ipv4(from, to).esp(99, n).payload(noise(n, 100));
  }

  /** A flood beside two tunnels: one that is answered, one of which only one side is seen. */
  private static void flood(
      String vector, IntFunction<PacketBuilder> tunnel, IntFunction<PacketBuilder> flood) {
    Scene scene = Scene.protecting(NETWORK).at(0).every(100_000);
    scene.send(60, "tunnel", tunnel);
    scene.at(3_000).every(500).send(5_000, "flood", flood);
    Outcome outcome = scene.run();
    outcome.of("tunnel").passes();
    outcome.of("flood").first(20).passes();
    outcome.of("flood").after(BURST).isDropped(vector).under(vector, HOST + "/32");
  }

  @Test
  void shouldDropGreOfBotsBesideALiveTunnel() {
    flood(
        "gre-flood",
        n -> n % 2 == 0 ? gre(PEER, HOST, n) : gre(HOST, PEER, n),
        n ->
            Fingerprints.miraiGreIp(
                ethernet(),
                Endpoints.of(source(n), 0, HOST, 0),
                54,
                n,
                Endpoints.of(source(n + 1), 4_000, source(n + 2), 80),
                ~n & 0xffff));
  }

  @Test
  void shouldDropEspOfStrangersBesideATunnelSeenFromOneSide() {
    flood("esp-flood", n -> esp(PEER, HOST, n), n -> esp(source(n), HOST, n));
  }

  @Test
  void shouldDropOtherProtocols() {
    IntFunction<PacketBuilder> odd =
        n -> ethernet().ipv4(source(n), HOST).protocol(n % 2 == 0 ? 132 : 253).payload(80, n);
    flood("protocol-flood", n -> esp(PEER, HOST, n), odd);
  }

  @Test
  void shouldLeaveOtherProtocolsAndHostsAlone() {
    Scene scene = Scene.protecting(NETWORK).at(0).every(500);
    scene.send(3_000, "flood", n -> gre(source(n), HOST, n));
    scene.at(500).every(100_000).send(10, "esp", n -> esp(source(n), HOST, n));
    scene.at(500).every(100_000).send(10, "neighbour", n -> gre(source(n), NEIGHBOUR, n));
    Outcome outcome = scene.run();
    outcome.of("esp").passes();
    outcome.of("neighbour").passes();
  }

  @Test
  void shouldOnlyMarkWhereAnObjectMonitors() {
    Scene scene = Scene.protecting(NETWORK).monitoring().at(0).every(500);
    scene.send(300, "flood", n -> gre(source(n), HOST, n));
    scene.run().of("flood").after(BURST).isOnlyMarked("gre-flood");
  }
}
