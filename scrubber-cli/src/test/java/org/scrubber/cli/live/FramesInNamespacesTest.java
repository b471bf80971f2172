package org.scrubber.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.captures.netns.BumpBench;
import org.scrubber.captures.netns.Outcome;
import org.scrubber.captures.netns.RawFrames;
import org.scrubber.captures.packet.PacketBuilder;

/** What is not plain IP in a plain frame crosses as it is: neighbours, fragments, tags. */
@EnabledIf("org.scrubber.cli.live.LiveBench#available")
@Timeout(120)
@Tag("long")
final class FramesInNamespacesTest {
  private static final int TAGGED = 20;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"xdp", "afpacket"})
  void shouldCarryNeighbourDiscoveryFragmentsAndTags(String io) throws Exception {
    try (LiveBench live = new LiveBench("frames", directory)) {
      Process process = live.run("--io", io, "--policy", live.policy("profile: web").toString());
      // Both sides forget each other and find each other again, with NS and NA, or ARP.
      for (String family : new String[] {"-4", "-6"}) {
        live.client().require("ip", family, "neigh", "flush", "all");
        live.server().require("ip", family, "neigh", "flush", "all");
      }
      requirePing(live, BumpBench.SERVER6, "56");
      String neighbours = live.client().require("ip", "-6", "neigh", "show", BumpBench.SERVER6);
      assertTrue(neighbours.contains("02:00:00:00:00:02"), neighbours);
      requirePing(live, BumpBench.SERVER, "56");
      requirePing(live, BumpBench.SERVER, "4000"); // In three fragments each way.
      requirePing(live, BumpBench.SERVER6, "4000");
      requireTags(live);
      live.end(process);
    }
  }

  private static void requirePing(LiveBench live, String to, String bytes) {
    Outcome said =
        live.client()
            .run(
                Duration.ofSeconds(20), "ping", "-c", "3", "-i", "0.2", "-W", "5", "-s", bytes, to);
    assertTrue(said.output().contains(" 0% packet loss"), said.output());
  }

  /** Frames with one tag and with two, with their priorities, arrive as they were sent. */
  private void requireTags(LiveBench live) throws Exception {
    Path seen = directory.resolve("tagged");
    Process capture =
        live.server()
            .start(
                seen,
                "timeout",
                "20",
                "tcpdump",
                "-l",
                "-e",
                "-n",
                "-i",
                "eth0",
                "-c",
                Integer.toString(2 * TAGGED),
                "vlan");
    long untilNs = System.nanoTime() + 10_000_000_000L;
    while (!Files.readString(seen).contains("listening on") && System.nanoTime() < untilNs) {
      LockSupport.parkNanos(20_000_000);
    }
    byte[] one =
        PacketBuilder.ethernet()
            .vlan(100)
            .ipv4(BumpBench.CLIENT, BumpBench.SERVER)
            .udp(4_000, 4_001)
            .payload(100, 1)
            .build();
    one[14] |= (byte) (5 << 5); // A priority.
    byte[] two =
        PacketBuilder.ethernet()
            .serviceVlan(200)
            .vlan(300)
            .ipv6(BumpBench.CLIENT6, BumpBench.SERVER6)
            .udp(4_000, 4_002)
            .payload(100, 1)
            .build();
    live.client()
        .call(
            () -> {
              RawFrames.send("eth0", one, TAGGED);
              RawFrames.send("eth0", two, TAGGED);
              return null;
            });
    assertTrue(capture.waitFor(25, TimeUnit.SECONDS));
    String said = Files.readString(seen);
    assertEquals(TAGGED, said.lines().filter(line -> line.contains("vlan 100, p 5")).count(), said);
    assertEquals(
        TAGGED,
        said.lines().filter(line -> line.contains("vlan 200") && line.contains("vlan 300")).count(),
        said);
  }
}
