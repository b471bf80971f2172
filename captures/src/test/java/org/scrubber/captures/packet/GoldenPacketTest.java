package org.scrubber.captures.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds every named fingerprint to packets that were made independently of this builder. */
class GoldenPacketTest {
  private static final String PORTAL = "198.18.0.10";
  private static final String BOT = "22.1.2.3";
  private static final String CLIENT = "11.0.5.6";

  @TestFactory
  Stream<DynamicTest> shouldReproduceGoldenPacket() throws IOException {
    Map<String, String> golden = golden();
    return built().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertEquals(
                            golden.get(entry.getKey()),
                            HexFormat.of().formatHex(entry.getValue().build()))));
  }

  private static Map<String, String> golden() throws IOException {
    Map<String, String> packets = new LinkedHashMap<>();
    try (InputStream in = GoldenPacketTest.class.getResourceAsStream("golden.txt")) {
      assertNotNull(in, "golden.txt");
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split(" ", -1))
          .forEach(parts -> packets.put(parts[0], parts[1]));
    }
    return packets;
  }

  private static Map<String, PacketBuilder> built() {
    Map<String, PacketBuilder> packets = new LinkedHashMap<>();
    addSyns(packets);
    addReplies(packets);
    addOdd(packets);
    return packets;
  }

  private static void addSyns(Map<String, PacketBuilder> packets) {
    packets.put(
        "HPING3_SYN",
        Fingerprints.hping3Syn(ip(), to(BOT, 2044), 52, 0x1a2b, 0x11223344, 0x55667788));
    packets.put(
        "MIRAI_SYN",
        Fingerprints.miraiSyn(ip(), to(BOT, 40001), 52, 0x7777, 0xa1b2c3d4, 1407, 0xdeadbeef));
    packets.put("ZMAP_SYN", Fingerprints.zmapSyn(ip(), to(BOT, 40002), 243, 0x0badf00d));
    packets.put(
        "MASSCAN_SYN", Fingerprints.masscanSyn(ip(), to(BOT, 40003), 243, 0x4242, 0x01020304));
    packets.put(
        "LINUX5_SYN",
        Fingerprints.linuxSyn(ip(), to(CLIENT, 51000), 54, 0x0101, 0x33445566, 0x00112233));
    packets.put(
        "WIN10_SYN", Fingerprints.windowsSyn(ip(), to(CLIENT, 51001), 118, 0x0102, 0x33445567));
    packets.put(
        "APPLE_SYN", Fingerprints.appleSyn(ip(), to(CLIENT, 51002), 55, 0x33445568, 0x00445566));
    packets.put(
        "SYNACK_REFL",
        Fingerprints.linuxSynAck(
            ip(),
            Endpoints.of("21.0.9.9", 443, "198.18.40.1", 34567),
            56,
            0x9000,
            0x12345679,
            0x77,
            0));
  }

  private static void addReplies(Map<String, PacketBuilder> packets) {
    packets.put(
        "NTP_MONLIST",
        Fingerprints.ntpMonlist(ip(), Endpoints.of("26.9.8.7", 123, PORTAL, 80), 50, 0, 0));
    byte[] timestamps = new byte[32];
    for (int i = 0; i < timestamps.length; i++) {
      timestamps[i] = (byte) i;
    }
    packets.put(
        "NTP_MODE4",
        Fingerprints.ntpServer(
            ip(), Endpoints.of("21.20.0.7", 123, "198.18.254.123", 123), 57, 0x3333, timestamps));
    packets.put(
        "MEMCACHED",
        Fingerprints.memcached(ip(), Endpoints.of("26.9.8.6", 11211, PORTAL, 80), 49, 0, 1, 0));
    packets.put(
        "MIDBOX_HTTP",
        Fingerprints.middleboxPage(
            ip(), Endpoints.of("28.5.6.7", 80, PORTAL, 443), 55, 0x9999, 0x700, 0x1234));
    packets.put("QUIC_INITIAL_1200", quicInitial());
  }

  private static void addOdd(Map<String, PacketBuilder> packets) {
    packets.put(
        "TINYFRAG_1", Fingerprints.tinyFragment(ip(), to(BOT, 40004), 52, 0x5151, 0x10, false));
    packets.put(
        "TINYFRAG_2_OVERLAP",
        Fingerprints.tinyFragment(ip(), to(BOT, 40004), 52, 0x5151, 0x10, true));
    packets.put(
        "MIRAI_GREIP",
        Fingerprints.miraiGreIp(
            ip(),
            Endpoints.of(BOT, 0, "198.18.32.10", 0),
            52,
            0x1212,
            Endpoints.of("198.51.100.5", 1111, "203.0.113.9", 2222),
            0x2222));
  }

  private static PacketBuilder quicInitial() {
    ByteBuffer payload =
        ByteBuffer.allocate(1200)
            .put((byte) 0xC3)
            .putInt(1)
            .put((byte) 8)
            .putLong(0x8394c8f03e515708L)
            .putShort((short) 0);
    int rest = payload.remaining() - 2;
    payload.putShort((short) (0x4000 | rest));
    for (int i = 0; i < rest; i++) {
      payload.put((byte) (i * 11 + 5));
    }
    return Endpoints.of(CLIENT, 51500, "198.18.4.10", 443)
        .udp(ip(), 54, 0, true)
        .payload(payload.array());
  }

  private static PacketBuilder ip() {
    return PacketBuilder.rawIp();
  }

  private static Endpoints to(String source, int sourcePort) {
    return Endpoints.of(source, sourcePort, PORTAL, 443);
  }
}
