package org.scrubber.io.pcap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.netns.Namespace;
import org.scrubber.captures.netns.Namespaces;
import org.scrubber.io.linux.Capabilities;
import org.scrubber.parse.Parser;
import org.scrubber.wire.LinkType;

/** A capture of a namespace's own interfaces. */
@EnabledIf("org.scrubber.io.pcap4j.Requirements#libraryAndNamespaces")
@Timeout(60)
final class LiveCaptureTest {
  private static final int PORT = 4_711;

  private Namespaces namespaces;
  private Namespace box;

  @BeforeEach
  void setUp() {
    namespaces = Namespaces.create("cap");
    box = namespaces.add("box");
  }

  @AfterEach
  void takeDown() {
    namespaces.close();
  }

  private static CaptureSettings settings(
      String name, String filter, long maxPackets, long durationNs) {
    return new CaptureSettings(name, filter, 262_144, true, 1 << 21, maxPackets, durationNs);
  }

  /** Sends datagrams of {@code lengths} bytes to this namespace's own loopback address. */
  private static void send(int... lengths) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int length : lengths) {
        socket.send(
            new DatagramPacket(new byte[length], length, InetAddress.getByName("127.0.0.1"), PORT));
      }
    }
  }

  /** Returns the payload lengths of all packets up to the capture's end. */
  private static List<Integer> lengths(LiveCapture capture, PacketBatch batch) throws Exception {
    Parser parser = new Parser();
    List<Integer> lengths = new ArrayList<>();
    for (int count = capture.poll(batch); count >= 0; count = capture.poll(batch)) {
      parser.parse(batch);
      for (int i = 0; i < count; i++) {
        lengths.add(batch.payloadLength[i]);
        assertEquals(PORT, batch.ports[i] & 0xffff);
      }
    }
    return lengths;
  }

  @Test
  void shouldDeliverWhatTheKernelHoldsWhenItIsTold() throws Exception {
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("lo", "udp port " + PORT, 0, 0))) {
            long beforeNs = System.currentTimeMillis() * 1_000_000;
            send(10, 20, 30);
            capture.stop();
            PacketBatch batch = new PacketBatch(2);
            assertEquals(List.of(10, 20, 30), lengths(capture, batch));
            assertEquals(LinkType.ETHERNET, capture.linkType());
            assertTrue(batch.timestampNs[0] > beforeNs - 1_000_000_000L, "time");
            assertTrue(capture.counts().received() >= 3, capture.counts().toString());
            assertEquals(List.of(), capture.warnings());
          }
          return null;
        });
  }

  @Test
  void shouldEndAfterSoManyPackets() throws Exception {
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("lo", "udp port " + PORT, 2, 0))) {
            send(10, 20, 30);
            assertEquals(List.of(10, 20), lengths(capture, new PacketBatch()));
          }
          return null;
        });
  }

  @Test
  void shouldEndAfterItsTimeThoughNothingComes() throws Exception {
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("lo", "", 0, 1_000_000))) {
            assertEquals(List.of(), lengths(capture, new PacketBatch()));
          }
          return null;
        });
  }

  @Test
  void shouldKeepNoMoreOfAPacketThanIsWanted() throws Exception {
    box.call(
        () -> {
          CaptureSettings cut = new CaptureSettings("lo", "udp", 64, false, 1 << 21, 1, 0);
          try (LiveCapture capture = LiveCapture.open(cut)) {
            send(1_000);
            PacketBatch batch = new PacketBatch();
            while (capture.poll(batch) == 0) {}
            assertEquals(64, batch.capturedLength[0]);
            assertEquals(1_042, batch.wireLength[0]);
          }
          return null;
        });
  }

  /** On any, frames have a header that says by which interface they came. */
  @Test
  void shouldCaptureFromAllInterfacesAtOnce() throws Exception {
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("any", "udp port " + PORT, 1, 0))) {
            send(10);
            assertEquals(List.of(10), lengths(capture, new PacketBatch()));
            assertEquals(LinkType.LINUX_SLL2, capture.linkType());
          }
          return null;
        });
  }

  @Test
  void shouldNumberRawFramesAsFilesDo() throws Exception {
    box.require("ip", "tuntap", "add", "dev", "tun0", "mode", "tun");
    box.require("ip", "link", "set", "tun0", "up");
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("tun0", "", 0, 0))) {
            assertEquals(LinkType.RAW, capture.linkType());
          }
          return null;
        });
  }

  @Test
  void shouldEndWithAWarningWhenTheInterfaceVanishes() throws Exception {
    box.require("ip", "link", "add", "va", "type", "veth", "peer", "name", "vb");
    box.require("ip", "link", "set", "va", "up");
    box.call(
        () -> {
          try (LiveCapture capture = LiveCapture.open(settings("va", "udp", 0, 0))) {
            box.require("ip", "link", "del", "va");
            lengths(capture, new PacketBatch());
            assertEquals(
                List.of("va: the capture ended early: The interface disappeared"),
                capture.warnings());
          }
          return null;
        });
  }

  @Test
  void shouldCountWhatFindsNoRoomInTheKernel() throws Exception {
    box.call(
        () -> {
          CaptureSettings narrow = new CaptureSettings("lo", "udp", 262_144, true, 1 << 16, 0, 0);
          try (LiveCapture capture = LiveCapture.open(narrow)) {
            int[] many = new int[2_000];
            Arrays.fill(many, 1_000);
            send(many);
            capture.stop();
            int seen = lengths(capture, new PacketBatch()).size();
            CaptureCounts counts = capture.counts();
            assertTrue(seen < many.length, "seen " + seen);
            assertTrue(counts.kernelDropped() > 0, counts.toString());
            assertTrue(
                capture.warnings().getFirst().startsWith("lo: the kernel dropped "),
                capture.warnings().toString());
          }
          return null;
        });
  }

  private CaptureRefusal refusal(CaptureSettings settings) throws Exception {
    return box.call(
        () -> assertThrows(CaptureRefusal.class, () -> LiveCapture.open(settings).close()));
  }

  @Test
  void shouldSayWhichInterfacesThereAre() throws Exception {
    CaptureRefusal refusal = refusal(CaptureSettings.all("wan0"));
    assertTrue(refusal.getMessage().startsWith("no interface wan0; there are "), refusal::toString);
    assertTrue(refusal.getMessage().contains("lo"), refusal::toString);
    assertTrue(refusal.isUsage());
  }

  @Test
  void shouldSayThatAnInterfaceIsDown() throws Exception {
    box.require("ip", "link", "set", "lo", "down");
    assertEquals(
        "lo: the interface is down: ip link set dev lo up",
        refusal(CaptureSettings.all("lo")).getMessage());
  }

  @Test
  void shouldSayWhichCapabilityIsMissing() throws Exception {
    CaptureRefusal refusal =
        box.call(
            () -> {
              Capabilities.keepOnly(1L << Capabilities.NET_ADMIN); // Of this thread alone.
              return assertThrows(
                  CaptureRefusal.class, () -> LiveCapture.open(CaptureSettings.all("lo")));
            });
    assertEquals(
        "lo: capturing needs CAP_NET_RAW: run it as root, or as a service with"
            + " AmbientCapabilities=CAP_NET_RAW",
        refusal.getMessage());
    assertEquals(CaptureRefusal.Reason.NO_PERMISSION, refusal.reason());
  }

  @Test
  void shouldFindTheFaultOfAFilterForTheInterfacesOwnFrames() throws Exception {
    assertEquals(
        "syntax error at character 5, \"adn\": tcp adn udp",
        refusal(settings("lo", "tcp adn udp", 0, 0)).getMessage());
  }
}
