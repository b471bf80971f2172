package org.scrubber.captures.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.random.RandomStream;

class StackTest {
  private static final Address CLIENT = Address.parse("11.0.5.6");
  private static final Address SERVER = Address.parse("198.18.0.10");
  private static final int ETHERNET_BYTES = 14;

  /** Returns the first packet of a connection, without its link header. */
  private static byte[] syn(Stack stack, Address client, Address server, ConnectionPlan plan) {
    Stage stage = Stage.open();
    Dialogue nothing = (connection, turn) -> {};
    Host from = Host.outside(client, stack, 20_000_000);
    Host to = Host.inside(server, Stack.LINUX5);
    new TcpConnection(stage.traffic("WEB_TCP"), plan, nothing, from, 51_000, to, 443).start(0);
    stage.world.run(1_000_000);
    byte[] frame = stage.frames.getFirst();
    return Arrays.copyOfRange(frame, ETHERNET_BYTES, frame.length);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendSynOfTheFingerprint(Stack stack) {
    byte[] sent = syn(stack, CLIENT, SERVER, new ConnectionPlan());
    ByteBuffer fields = ByteBuffer.wrap(sent);
    int id = fields.getShort(4) & 0xffff;
    int ttl = sent[8];
    int seq = fields.getInt(24);
    Endpoints ends = Endpoints.of(CLIENT.toString(), 51_000, SERVER.toString(), 443);
    PacketBuilder link = PacketBuilder.rawIp();
    PacketBuilder expected =
        switch (stack) {
          case LINUX5 -> Fingerprints.linuxSyn(link, ends, ttl, id, seq, fields.getInt(48));
          case WIN10 -> Fingerprints.windowsSyn(link, ends, ttl, id, seq);
          case APPLE -> Fingerprints.appleSyn(link, ends, ttl, seq, fields.getInt(52));
          case BARE -> Fingerprints.bareSyn(link, ends, ttl, id, seq, fields.getShort(34) & 0xffff);
        };
    HexFormat hex = HexFormat.of();
    assertEquals(hex.formatHex(expected.build()), hex.formatHex(sent));
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnnounceSmallerSegmentsOverIpv6(Stack stack) {
    byte[] sent =
        syn(
            stack,
            Address.parse("2a00:1::5"),
            Address.parse("2001:db8:1::a"),
            new ConnectionPlan());
    assertEquals(0x0204_05a0, ByteBuffer.wrap(sent).getInt(60));
  }

  @Test
  void shouldOfferMultipathAndCongestionNotification() {
    ConnectionPlan plan = new ConnectionPlan().withMultipath().withEcn();
    byte[] sent = syn(Stack.LINUX5, CLIENT, SERVER, plan);
    assertEquals(0xC2, sent[33] & 0xff);
    assertEquals(0x1e04_0181, ByteBuffer.wrap(sent).getInt(60));
    assertEquals(64, sent.length);
  }

  @Test
  void shouldBeAsCommonAsInTheWild() {
    RandomStream random = new RandomStream(1);
    int[] counts = new int[Stack.values().length];
    for (int k = 0; k < 100_000; k++) {
      counts[Stack.any(random).ordinal()]++;
    }
    assertTrue(Math.abs(counts[Stack.WIN10.ordinal()] - 38_000) < 600);
    assertTrue(Math.abs(counts[Stack.BARE.ordinal()] - 2_000) < 200);
  }
}
