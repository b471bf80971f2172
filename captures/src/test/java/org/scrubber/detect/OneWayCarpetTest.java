package org.scrubber.detect;

import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.scene.Packets.noise;
import static org.scrubber.scene.Packets.port;
import static org.scrubber.scene.Packets.quote;
import static org.scrubber.scene.Packets.source;
import static org.scrubber.scene.Packets.udp;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.policy.ThresholdKey;
import org.scrubber.scene.Outcome;
import org.scrubber.scene.Scene;

/** A carpet of UDP around a service, where only what comes in is seen. */
class OneWayCarpetTest {
  private static final String CLIENTS = "198.18.33.7";

  /** Every other packet goes to the clients' address. */
  private static PacketBuilder stranger(int n) {
    String to = n % 2 == 0 ? CLIENTS : "198.18.33." + (20 + n % 200);
    return udp(source(n), port(n), to, port(n * 7), noise(n, 60 + n * 31 % 1_200));
  }

  private static Scene carpet() {
    Scene scene = Scene.protecting("198.18.33.0/24").object("clients", CLIENTS + "/32");
    scene.limit(ThresholdKey.UDP_PPS, 5_000).limit(ThresholdKey.UDP_FLOW_PPS, 1_000);
    scene.limit(ThresholdKey.ICMP_PPS, 20);
    scene.at(60_000).every(2_000);
    return scene.send(10_000, "carpet", OneWayCarpetTest::stranger);
  }

  private static byte[] time(int n) {
    byte[] message = noise(n, 48);
    ByteBuffer.wrap(message).put((byte) 0x24).put((byte) 2);
    return message;
  }

  @Test
  void shouldCoverServicesButForThoseWhoWereThereAndForOpenings() {
    Scene scene = carpet();
    for (int n = 0; n < 20; n++) {
      int one = n;
      scene.at(n * 100L).every(1_000_000);
      scene.send(
          78, "running", k -> udp(source(900 + one), 443, CLIENTS, 5_000, noise(k, 90 + one)));
      // Seen once, then again from another port, while the carpet lies there.
      scene.at(20_000 + n * 100L);
      scene.send("back", udp(source(800 + n), 6_000, CLIENTS, 6_000, noise(n, 200)));
      scene.at(65_000 + n * 100L);
      scene.send("back", udp(source(800 + n), 7_000, CLIENTS, 7_000, noise(n, 300)));
      scene.at(64_000 + n * 200L);
      scene.send("time", udp(source(700 + n), 123, CLIENTS, port(n), time(n)));
    }
    Outcome outcome = scene.run();
    outcome.of("running").passes();
    outcome.of("back").passes();
    outcome.of("time").passes();
    outcome.of("carpet").between(62_000, 80_000).loses(98);
  }

  @Test
  void shouldPassErrorsAboutUdpUpToWhatIsNoFlood() {
    Scene scene = carpet();
    scene.at(63_000).every(100_000);
    scene.send(60, "traceroute", n -> error(n, 33_434 + n));
    scene.at(70_000).every(1_000);
    scene.send(5_000, "echo", n -> error(10_000 + n, port(n)));
    Outcome outcome = scene.run();
    outcome.of("traceroute").passes();
    outcome.of("echo").after(100).loses(95);
  }

  private static PacketBuilder error(int n, int probed) {
    byte[] quoted = quote(udp(CLIENTS, 40_000, source(n), probed, noise(n, 32)), 28);
    return ethernet().ipv4(source(n), CLIENTS).timeExceeded(quoted);
  }
}
