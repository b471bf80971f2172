package org.scrubber.captures.netns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.bypass.Bypass;
import org.scrubber.bypass.BypassMode;
import org.scrubber.io.LineCount;
import org.scrubber.io.PacketLine;
import org.scrubber.io.afpacket.PacketSocketLine;

@EnabledIf("available")
@Tag("long")
class PacketSocketLineTest {
  private static final String OUTSIDE = BumpBench.OUTSIDE;
  private static final String INSIDE = BumpBench.INSIDE;

  private BumpBench bench;

  @TempDir private Path directory;

  static boolean available() {
    String reason = Namespaces.missing("ip", "ping", "nft");
    if (!reason.isEmpty()) {
      System.err.println("skipped the tests of packet sockets: " + reason);
    }
    return reason.isEmpty();
  }

  @BeforeEach
  void open() {
    bench = BumpBench.create("psl");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldPassEachPacketOnceWhateverLiesBeneath(BypassMode mode) throws Exception {
    try (Bypass bypass = prepare(mode);
        LinePump pump = pump()) {
      for (String target : List.of(BumpBench.SERVER, BumpBench.SERVER6)) {
        Outcome ping = ping(50, target);
        assertTrue(ping.output().contains("50 received"), ping::output);
        assertFalse(ping.output().contains("DUP"), ping::output);
      }
      assertTrue(pump.packets() >= 200, "packets: " + pump.packets());
      assertEquals(mode == BypassMode.BRIDGE, bypass.isFailOpen());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BumpBench.SERVER, BumpBench.SERVER6})
  void shouldCarryTcpWhoseChecksumsAndSegmentsAreLeftToTheCard(String address) throws Exception {
    byte[] sent = new byte[20 << 20];
    new Random(7).nextBytes(sent);
    PacketSocketLine line = line();
    try (Bypass bypass = prepare(BypassMode.NONE);
        LinePump pump = new LinePump(line)) {
      byte[] received = transfer(address, sent);
      assertArrayEquals(sent, received);
      assertTrue(line.count(PacketLine.OUTSIDE, LineCount.CHECKSUM_FINISHED) > 0);
      // Super-packets: far fewer than the 14,000 segments of this transfer.
      assertTrue(pump.packets() < 12_000, "packets: " + pump.packets());
      assertEquals(0, line.count(PacketLine.INSIDE, LineCount.SEND_LOST));
      assertFalse(bypass.isFailOpen());
    }
  }

  @Test
  void shouldLetPacketsPassWhileItStandsAside() throws Exception {
    PacketSocketLine line = line();
    try (Bypass bypass = prepare(BypassMode.BRIDGE);
        LinePump pump = new LinePump(line)) {
      assertTrue(bypass.isFailOpen());
      assertPasses();
      long before = pump.packets();
      pump.pause(true);
      assertEquals(1, ping(1, BumpBench.SERVER).exitCode(), "a stuck worker stops packets");
      line.standAside(true);
      line.standAside(true);
      assertPasses();
      line.standAside(false);
      pump.pause(false);
      Outcome ping = ping(20, BumpBench.SERVER);
      assertTrue(ping.output().contains("20 received"), ping::output);
      assertFalse(ping.output().contains("DUP"), ping::output);
      // What came in meanwhile was not sent again: 42 of these pings, and what waited before.
      assertTrue(pump.packets() - before < 60, "packets: " + (pump.packets() - before));
    }
  }

  /** A bridge takes up to a second until it forwards. */
  private void awaitForwarding() throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      String links = bench.box().require("bridge", "link");
      if (links.split("state forwarding", -1).length > 2) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError(bench.box().require("bridge", "link"));
  }

  @Test
  void shouldLoseNothingWhenItStandsAsideAndEndsOrderly() throws Exception {
    PacketSocketLine line = line();
    Path said = directory.resolve("ping");
    try (Bypass bypass = prepare(BypassMode.BRIDGE);
        LinePump pump = new LinePump(line)) {
      assertTrue(bypass.isFailOpen());
      awaitForwarding();
      Process ping = startPing(said, 60);
      TimeUnit.MILLISECONDS.sleep(500);
      line.standAside(true);
      TimeUnit.MILLISECONDS.sleep(200);
      pump.end();
      ping.waitFor();
    }
    String text = Files.readString(said);
    assertTrue(text.contains(" 0% packet loss"), text);
  }

  @Test
  void shouldGoOnOverTheBridgeWhenItIsKilled() throws Exception {
    Path said = directory.resolve("said");
    Path pings = directory.resolve("pings");
    Process process = bench.box().startJava(said, List.of(), Alone.class);
    waitFor(said, "ready");
    assertPasses();
    Process ping = startPing(pings, 100);
    TimeUnit.MILLISECONDS.sleep(500);
    process.destroyForcibly().waitFor();
    ping.waitFor();
    String text = Files.readString(pings);
    // The kernel takes the process apart first, which takes as long as the machine is busy.
    int received = Integer.parseInt(text.replaceAll("(?s).* (\\d+) received.*", "$1"));
    assertTrue(received >= 80, text);
    assertTrue(text.contains("icmp_seq=100 "), text);
    assertEquals("", bench.box().require("nft", "list", "tables").strip());
  }

  @Test
  void shouldAllocateNothingPerPacket() throws Exception {
    PacketSocketLine.warmUp();
    try (Bypass bypass = prepare(BypassMode.NONE);
        LinePump pump = pump()) {
      assertFalse(bypass.isFailOpen());
      flood(20_000);
      long packets = pump.packets();
      long allocated = pump.allocatedBytes();
      flood(20_000);
      assertTrue(pump.packets() - packets >= 20_000, "packets: " + (pump.packets() - packets));
      assertEquals(0, pump.allocatedBytes() - allocated, "bytes");
    }
  }

  @Test
  void shouldSayThatAnInterfaceIsGone() throws Exception {
    try (LinePump pump = pump()) {
      bench.box().require("ip", "link", "set", INSIDE, "down");
      TimeUnit.MILLISECONDS.sleep(100);
      bench.box().require("ip", "link", "set", INSIDE, "up");
      assertPasses();
      bench.box().require("ip", "link", "del", INSIDE);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (pump.failure() == null && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertNotNull(pump.failure());
      assertEquals("interface inside is gone", pump.failure().getMessage());
    }
  }

  @Test
  void shouldLeaveNothingBehindWhenAnInterfaceDoesNotExist() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> bench.box().call(() -> PacketSocketLine.open(OUTSIDE, "eth9", 1)));
    assertEquals("interface eth9: no such device (errno 19)", refused.getMessage());
    assertEquals("", bench.box().require("nft", "list", "tables").strip());
  }

  /** Runs a line over a bridge until it is killed. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] args) throws Exception {
      try (Bypass bypass = Bypass.prepare(BypassMode.BRIDGE, OUTSIDE, INSIDE);
          LinePump pump = new LinePump(PacketSocketLine.open(OUTSIDE, INSIDE, 1 << 20))) {
        System.out.println("ready " + bypass.notes() + pump.packets());
        TimeUnit.SECONDS.sleep(60);
      }
    }
  }

  private Bypass prepare(BypassMode mode) throws Exception {
    return bench.box().call(() -> Bypass.prepare(mode, OUTSIDE, INSIDE));
  }

  private PacketSocketLine line() throws Exception {
    return bench
        .box()
        .call(() -> PacketSocketLine.open(OUTSIDE, INSIDE, PacketSocketLine.DEFAULT_RING_BYTES));
  }

  private LinePump pump() throws Exception {
    return new LinePump(line());
  }

  private void assertPasses() {
    Outcome ping = ping(2, BumpBench.SERVER);
    assertTrue(ping.succeeded(), ping::output);
  }

  private Outcome ping(int count, String target) {
    return bench
        .client()
        .run("ping", "-c", Integer.toString(count), "-i", "0.01", "-W", "1", target);
  }

  private Process startPing(Path output, int count) {
    return bench
        .client()
        .start(
            output,
            "ping",
            "-c",
            Integer.toString(count),
            "-i",
            "0.02",
            "-W",
            "1",
            BumpBench.SERVER);
  }

  /** Sends echo requests as fast as they are answered. */
  private void flood(int count) {
    Outcome ping =
        bench
            .client()
            .run(
                Duration.ofSeconds(20),
                "ping",
                "-q",
                "-f",
                "-l",
                "50",
                "-c",
                Integer.toString(count),
                BumpBench.SERVER);
    assertTrue(ping.output().contains("transmitted"), ping::output);
  }

  /** Sends bytes over a connection from client to server; returns what came there. */
  private byte[] transfer(String address, byte[] bytes) throws Exception {
    InetAddress server = InetAddress.getByName(address);
    try (ServerSocket listener = bench.server().call(() -> new ServerSocket(7000, 1, server));
        Socket client = bench.client().call(() -> connect(server, 7000))) {
      Thread sender =
          new Thread(
              () -> {
                try (client) {
                  client.getOutputStream().write(bytes);
                } catch (IOException failure) {
                  throw new java.io.UncheckedIOException(failure);
                }
              });
      sender.start();
      listener.setSoTimeout(5_000);
      try (Socket accepted = listener.accept()) {
        accepted.setSoTimeout(5_000);
        return accepted.getInputStream().readAllBytes();
      }
    }
  }

  private static Socket connect(InetAddress address, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address, port), 5_000);
    return socket;
  }

  private static void waitFor(Path said, String word) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.readString(said).contains(word)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(Files.readString(said));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
