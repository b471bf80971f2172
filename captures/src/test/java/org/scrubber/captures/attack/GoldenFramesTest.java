package org.scrubber.captures.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.attack.ip.Gre;
import org.scrubber.captures.attack.ip.TinyFragments;
import org.scrubber.captures.attack.tcp.Segments;
import org.scrubber.captures.attack.tcp.SynAcks;
import org.scrubber.captures.attack.tcp.Syns;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.attack.udp.ReflectedReplies;
import org.scrubber.captures.attack.udp.Reflection;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Frame;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Memory;

/** Holds what the tools write to packets that were made independently of this project. */
class GoldenFramesTest {
  private static final String PORTAL = "198.18.0.10";
  private static final String BOT = "22.1.2.3";
  private static final String CLIENT = "11.0.5.6";
  private static final int ETHERNET_BYTES = 14;

  private final Map<String, BiConsumer<Frame, Shot>> writers = new LinkedHashMap<>();
  private final Map<String, Shot> shots = new LinkedHashMap<>();

  @TestFactory
  Stream<DynamicTest> shouldReproduceGoldenPacket() throws IOException {
    syns();
    replies();
    odd();
    Map<String, String> golden = golden();
    return writers.keySet().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> check(golden, name)));
  }

  @Test
  void shouldCoverAllGoldenPackets() throws IOException {
    syns();
    replies();
    odd();
    assertEquals(golden().keySet(), writers.keySet());
  }

  private void check(Map<String, String> golden, String name) {
    byte[] written = written(frame -> writers.get(name).accept(frame, shots.get(name)));
    assertEquals(golden.get(name), HexFormat.of().formatHex(written));
  }

  private void add(String name, String source, String target, int port, Writer writer) {
    Shot shot = new Shot(new RandomStream(1));
    shot.isV4 = true;
    shot.sourceLow = Address.parse(source).low();
    shot.targetLow = Address.parse(target).low();
    shot.targetPort = port;
    shots.put(name, shot);
    writers.put(name, writer);
  }

  /** Writes one packet. */
  private interface Writer extends BiConsumer<Frame, Shot> {}

  private void syns() {
    add(
        "HPING3_SYN",
        BOT,
        PORTAL,
        443,
        (f, s) -> Syns.hping3(f, s, 52, 0x1a2b, 2044, 0x11223344, 0x55667788));
    add(
        "MIRAI_SYN",
        BOT,
        PORTAL,
        443,
        (f, s) -> Syns.mirai(f, s, 52, 0x7777, 40001, 0xa1b2c3d4, 1407, 0xdeadbeef));
    add("ZMAP_SYN", BOT, PORTAL, 443, (f, s) -> Syns.zmap(f, s, 243, 40002, 0x0badf00d));
    add(
        "MASSCAN_SYN",
        BOT,
        PORTAL,
        443,
        (f, s) -> Syns.masscan(f, s, 243, 0x4242, 40003, 0x01020304));
    add(
        "LINUX5_SYN",
        CLIENT,
        PORTAL,
        443,
        (f, s) -> Syns.linux(f, s, 54, 0x0101, 51000, 0x33445566, 0x00112233));
    add(
        "WIN10_SYN",
        CLIENT,
        PORTAL,
        443,
        (f, s) -> Syns.windows(f, s, 118, 0x0102, 51001, 0x33445567));
    add(
        "APPLE_SYN",
        CLIENT,
        PORTAL,
        443,
        (f, s) -> Syns.apple(f, s, 55, 51002, 0x33445568, 0x00445566));
    int ports = 443 << 16 | 34567;
    add(
        "SYNACK_REFL",
        "21.0.9.9",
        "198.18.40.1",
        34567,
        (f, s) -> SynAcks.linux(f, s, 56, ports, 0x9000, 0x12345679, 0x77));
  }

  private void replies() {
    byte[] monlist = ReflectedReplies.monlist(0xd7, 0);
    add(
        "NTP_MONLIST",
        "26.9.8.7",
        PORTAL,
        80,
        (f, s) -> Reflection.single(f, s, 123, 50, 0, monlist, -1));
    byte[] memcached = ReflectedReplies.memcached(1, 0, 0x2f0);
    add(
        "MEMCACHED",
        "26.9.8.6",
        PORTAL,
        80,
        (f, s) -> Reflection.single(f, s, 11_211, 49, 0, memcached, -1));
    add(
        "NTP_MODE4",
        "21.20.0.7",
        "198.18.254.123",
        123,
        (f, s) -> {
          s.ip(f, 57, 0x3333, true).udp(123, 123);
          f.u32(0x240206ec).u32(0x100).u32(0x200).u32(0x0a0b0c0d);
          for (int i = 0; i < 32; i++) {
            f.u8(i);
          }
        });
    byte[] text =
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>blocked</html>"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] page = Arrays.copyOf(text, 1_460);
    Arrays.fill(page, text.length, page.length, (byte) ' ');
    add(
        "MIDBOX_HTTP",
        "28.5.6.7",
        PORTAL,
        443,
        (f, s) -> Segments.page(f, s, 55, 0x9999, 0x700, 0x1234, page));
  }

  private void odd() {
    add(
        "QUIC_INITIAL_1200",
        CLIENT,
        "198.18.4.10",
        443,
        (f, s) -> {
          s.ip(f, 54, 0, true).udp(51500, 443);
          f.u8(0xc3).u32(1).u8(8).u64(0x8394c8f03e515708L).u16(0).u16(0x4000 | 1182);
          for (int i = 0; i < 1182; i++) {
            f.u8(i * 11 + 5);
          }
        });
    add(
        "TINYFRAG_1",
        BOT,
        PORTAL,
        443,
        (f, s) -> TinyFragments.first(f, s, 52, 0x5151, 40004, 0x10));
    add(
        "TINYFRAG_2_OVERLAP",
        BOT,
        PORTAL,
        443,
        (f, s) -> TinyFragments.second(f, s, 52, 0x5151, 40004, 0x10));
    long[] payload = new long[64];
    Arrays.fill(payload, 0xaaaa_aaaa_aaaa_aaaaL);
    long inner = Address.parse("198.51.100.5").low() << 32 | Address.parse("203.0.113.9").low();
    int ports = 1111 << 16 | 2222;
    add(
        "MIRAI_GREIP",
        BOT,
        "198.18.32.10",
        0,
        (f, s) -> Gre.write(f, s, 52, 0x1212, 0x2222, inner, ports, payload, false));
  }

  /** Returns the IP packet that is sent when {@code writer} fills the frame. */
  static byte[] written(java.util.function.Consumer<Frame> writer) {
    byte[][] seen = new byte[1][];
    Witness witness =
        new Witness() {
          @Override
          public void packet(PacketBatch batch, int i, Crossing crossing) {
            seen[0] = new byte[batch.capturedLength[i] - ETHERNET_BYTES];
            Memory.copy(batch.frameAddress[i] + ETHERNET_BYTES, seen[0], 0, seen[0].length);
          }
        };
    World world =
        new World(
            "golden",
            1,
            batch -> Arrays.fill(batch.verdict, Verdict.PASS_CODE),
            View.SYMMETRIC,
            List.of(witness));
    world.at(
        world.stream("golden", "one"),
        0,
        (w, code) -> {
          writer.accept(w.frame(true));
          w.emit(Truth.legit(0, "golden"), 0, null, 0);
        },
        0);
    world.run(1);
    return seen[0];
  }

  private static Map<String, String> golden() throws IOException {
    Map<String, String> packets = new LinkedHashMap<>();
    try (InputStream in = PacketBuilder.class.getResourceAsStream("golden.txt")) {
      assertNotNull(in, "golden.txt");
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split(" ", -1))
          .forEach(parts -> packets.put(parts[0], parts[1]));
    }
    return packets;
  }
}
