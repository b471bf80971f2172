package org.scrubber.filter;

import static org.scrubber.scene.Packets.HOST;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** Streams that number their packets, where their answers are not seen, beside floods. */
class StreamTest {
  private static Scene flooded() {
    Scene scene = Scene.protecting("198.18.0.0/24").limit(ThresholdKey.UDP_PPS, 500);
    scene.limit(ThresholdKey.UDP_FLOW_PPS, 50);
    scene.at(1_000).every(500);
    return scene.send(
        20_000, "flood", n -> udp(source(n), port(n), HOST, port(n * 7), noise(n, 60 + n % 900)));
  }

  private static byte[] rtp(int source, int number) {
    byte[] packet = noise(source * 7_919 + number, 180);
    ByteBuffer.wrap(packet).put((byte) 0x80).put((byte) 96).putShort((short) number);
    ByteBuffer.wrap(packet).putInt(8, source);
    return packet;
  }

  private static byte[] wireguard(int receiver, int number) {
    byte[] packet = noise(receiver * 7_919 + number, 160);
    ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).putInt(4).putInt(receiver);
    ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).putLong(8, number);
    return packet;
  }

  @Test
  void shouldKeepCallsAndTunnelsThatBeginBesideAFlood() {
    Scene scene = flooded();
    for (int flow = 0; flow < 40; flow++) {
      int one = flow;
      scene.at(2_000 + flow * 20L).every(20_000);
      scene.send(
          300, "calls", n -> udp("11.9.9." + one % 4, 5_000 + one, HOST, 50_000, rtp(one, n)));
      scene.at(2_000 + flow * 20L).every(20_000);
      scene.send(300, "tunnels", n -> udp(source(one), 51_820, HOST, 51_820, wireguard(one, n)));
    }
    Outcome outcome = scene.run();
    // Three packets show that a stream counts up.
    outcome.of("calls").between(3_000, 9_000).passes();
    outcome.of("tunnels").between(3_000, 9_000).passes();
    outcome.of("flood").after(200).loses(99);
  }

  @Test
  void shouldStopWhatOnlyLooksLikeCalls() {
    Scene scene = flooded();
    scene.at(3_000).every(500);
    scene.send(
        12_000, "numbered", n -> udp(source(n % 4), 6_000, HOST, 50_000, rtp(n % 4, n * 7_919)));
    scene.at(3_000).every(500);
    scene.send(12_000, "named", n -> udp(source(n % 4), 7_000, HOST, 50_000, rtp(n * 31, n / 4)));
    Outcome outcome = scene.run();
    outcome.of("numbered").after(1_000).loses(98);
    outcome.of("named").after(1_000).loses(98);
  }
}
