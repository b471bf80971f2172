package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassMode;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.io.afpacket.PacketSocketLine;

/** Frames that a packet socket sees otherwise than they were sent. */
@EnabledIf("available")
class PacketSocketFramesTest {
  private BumpBench bench;

  @TempDir private Path directory;

  static boolean available() {
    String reason = Namespaces.missing("ip", "ping", "nft", "tcpdump", "ethtool");
    if (!reason.isEmpty()) {
      System.err.println("skipped the tests of frames on packet sockets: " + reason);
    }
    return reason.isEmpty();
  }

  @BeforeEach
  void open() {
    bench = BumpBench.create("psf");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void shouldKeepVlanTags() throws Exception {
    try (LinePump pump = new LinePump(line())) {
      byte[] tagged =
          PacketBuilder.ethernet()
              .serviceVlan(7)
              .vlan(42)
              .ipv4(BumpBench.CLIENT, BumpBench.SERVER)
              .udp(4000, 4001)
              .payload("tagged")
              .build();
      String seen = seenAtServer(2, () -> RawSender.send("eth0", tagged, 0, 2));
      assertEquals(2, seen.split("vlan 7, .*vlan 42, ", -1).length - 1, seen);
      assertTrue(pump.packets() >= 2);
    }
  }

  @Test
  void shouldLetTaggedSuperPacketsBeCutWithRightChecksums() throws Exception {
    // So that the kernel, not the last interface, has to cut them.
    bench.box().require("ethtool", "-K", BumpBench.INSIDE, "tso", "off", "tx", "off");
    try (LinePump pump = new LinePump(line())) {
      byte[] superPacket =
          PacketBuilder.ethernet()
              .vlan(42)
              .ipv4(BumpBench.CLIENT, BumpBench.SERVER)
              .tcp(4000, 4001)
              .ack(1)
              .payload(4000, 'x')
              .build();
      String seen = seenAtServer(4, () -> RawSender.send("eth0", superPacket, 1000, 1));
      assertEquals(4, seen.split("vlan 42, ", -1).length - 1, seen);
      assertEquals(4, seen.split("cksum 0x[0-9a-f]+ \\(correct\\)", -1).length - 1, seen);
      assertTrue(pump.packets() >= 1);
    }
  }

  @Test
  void shouldForwardWhatTheLinkIsControlledBy() throws Exception {
    // Spanning tree, LLDP, 802.1X: over the line, and over the bridge when it stands aside.
    PacketSocketLine line = line();
    try (Bypass bypass =
            bench
                .box()
                .call(
                    () -> Bypass.prepare(BypassMode.BRIDGE, BumpBench.OUTSIDE, BumpBench.INSIDE));
        LinePump pump = new LinePump(line)) {
      assertTrue(bypass.isFailOpen());
      for (boolean aside : new boolean[] {false, true}) {
        line.standAside(aside);
        String seen =
            seenAtServer(
                3,
                () -> {
                  for (int group : new int[] {0x00, 0x0e, 0x03}) {
                    RawSender.send("eth0", toGroup(group), 0, 1);
                  }
                });
        for (String group : List.of("c2:00:00:00", "c2:00:00:0e", "c2:00:00:03")) {
          assertTrue(seen.contains("01:80:" + group), seen);
        }
      }
      assertTrue(pump.packets() >= 3);
    }
  }

  private static byte[] toGroup(int group) {
    byte[] frame = new byte[60];
    byte[] head = {1, (byte) 0x80, (byte) 0xc2, 0, 0, (byte) group, 2, 0, 0, 0, 0, 1};
    System.arraycopy(head, 0, frame, 0, head.length);
    frame[12] = (byte) 0x88;
    frame[13] = (byte) 0xb5; // An EtherType for experiments.
    return frame;
  }

  /** Runs {@code sender} in the client's namespace; returns what tcpdump sees at the server. */
  private String seenAtServer(int packets, Sender sender) throws Exception {
    Path seen = directory.resolve("seen");
    Process dump =
        bench
            .server()
            .start(
                seen,
                "timeout",
                "8",
                "tcpdump",
                "-eUvvnn",
                "-i",
                "eth0",
                "-Q",
                "in",
                "-c",
                Integer.toString(packets),
                "vlan or ether host 01:80:c2:00:00:00 or ether host 01:80:c2:00:00:0e or ether"
                    + " host 01:80:c2:00:00:03");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.readString(seen).contains("listening") && System.nanoTime() < end) {
      dump.waitFor(50, TimeUnit.MILLISECONDS);
    }
    bench
        .client()
        .call(
            () -> {
              sender.send();
              return true;
            });
    dump.waitFor();
    return Files.readString(seen);
  }

  /** Sends what a test is about. */
  private interface Sender {
    void send() throws IOException;
  }

  private PacketSocketLine line() throws Exception {
    return bench
        .box()
        .call(() -> PacketSocketLine.open(BumpBench.OUTSIDE, BumpBench.INSIDE, 1 << 20));
  }
}
