package org.scrubber.filter.syn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.captures.packet.PacketBuilder.ethernet;
import static org.scrubber.captures.packet.PacketBuilder.rawIp;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.captures.packet.Endpoints;
import org.scrubber.captures.packet.Fingerprints;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.packet.TcpLayer;
import org.scrubber.parse.Parser;
import org.scrubber.table.SynTable;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Memory;

class SynFramesTest {
  private static final String CLIENT = "11.0.5.6";
  private static final String SERVER = "198.18.0.10";
  private static final String CLIENT_6 = "2a02:1:2:3::4";
  private static final String SERVER_6 = "2001:db8:5::80";
  private static final long CLIENT_MAC = 0x0211_2233_4455L;
  private static final long SERVER_MAC = 0x02aa_bbcc_ddeeL;
  private static final long SEED = 3;
  private static final long ISSUED = 0x1234_5678_9abc_def0L;

  private final Arena arena = Arena.ofConfined();
  private final Replies replies = new Replies(4);
  private final SynFrames frames = new SynFrames(replies, SEED);
  private final SynTable syns = new SynTable(1 << 4);

  @AfterEach
  void free() {
    arena.close();
  }

  private PacketBatch parsed(int linkType, byte[] frame) {
    PacketBatch batch = new PacketBatch(1);
    batch.size = 1;
    batch.frameAddress[0] = arena.allocate(frame.length).address();
    Memory.copy(frame, 0, batch.frameAddress[0], frame.length);
    batch.capturedLength[0] = frame.length;
    batch.wireLength[0] = frame.length;
    batch.linkType[0] = linkType;
    new Parser().parse(batch);
    batch.flowHash[0] = 77;
    return batch;
  }

  private byte[] reply() {
    byte[] frame = new byte[replies.lengthBytes[0]];
    Memory.copy(replies.frameAddress[0], frame, 0, frame.length);
    return frame;
  }

  private byte[] challenge(int linkType, PacketBuilder syn) {
    replies.clear();
    PacketBatch batch = parsed(linkType, syn.build());
    assertTrue(SynFrames.isAnswerable(batch, 0));
    frames.challenge(batch, 0, ISSUED);
    assertTrue(replies.toOutside[0]);
    assertTrue(replies.lengthBytes[0] <= batch.capturedLength[0]);
    return reply();
  }

  private static TcpLayer expected(TcpLayer tcp) {
    return tcp.syn().seq(0x1234_5678).ack(0x9abc_def0L).window(65_535);
  }

  @Test
  void shouldAnswerWithASynAckThatIsValidButForItsNumber() {
    Endpoints ends = Endpoints.of(CLIENT, 40_000, SERVER, 443);
    byte[] expected =
        expected(
                ethernet()
                    .between(SERVER_MAC, CLIENT_MAC)
                    .ipv4(SERVER, CLIENT)
                    .ttl(64)
                    .id(0)
                    .df()
                    .tcp(443, 40_000))
            .build();
    PacketBuilder link = ethernet().between(CLIENT_MAC, SERVER_MAC);
    PacketBuilder syn = Fingerprints.linuxSyn(link, ends, 50, 9, 1_000, 7);
    assertArrayEquals(expected, challenge(LinkType.ETHERNET, syn));
    PacketBuilder bare = Fingerprints.hping3Syn(link, ends, 50, 9, 1_000, 7);
    assertArrayEquals(expected, challenge(LinkType.ETHERNET, bare));
  }

  @Test
  void shouldKeepTagsAndAnswerIpv6() {
    byte[] expected =
        expected(
                ethernet()
                    .between(SERVER_MAC, CLIENT_MAC)
                    .serviceVlan(7)
                    .vlan(100)
                    .ipv6(SERVER_6, CLIENT_6)
                    .hopLimit(64)
                    .tcp(443, 40_000))
            .build();
    PacketBuilder link = ethernet().between(CLIENT_MAC, SERVER_MAC).serviceVlan(7).vlan(100);
    Endpoints ends = Endpoints.of(CLIENT_6, 40_000, SERVER_6, 443);
    PacketBuilder syn = Fingerprints.appleSyn(link, ends, 50, 1_000, 7);
    assertArrayEquals(expected, challenge(LinkType.ETHERNET, syn));
  }

  @Test
  void shouldAnswerWithoutALinkHeader() {
    Endpoints ends = Endpoints.of(CLIENT, 40_000, SERVER, 443);
    byte[] frame = challenge(LinkType.RAW, Fingerprints.windowsSyn(rawIp(), ends, 50, 9, 1_000));
    assertEquals(40, frame.length);
    PacketBatch parsed = parsed(LinkType.RAW, frame);
    assertEquals(0, parsed.malformed[0]);
  }

  @Test
  void shouldAnswerNothingThroughLinksThatItCannotTurnRound() {
    Endpoints ends = Endpoints.of(CLIENT, 40_000, SERVER, 443);
    for (PacketBuilder link :
        List.of(ethernet().mpls(5), ethernet().pppoe(7), ethernet().vlan(3).pppoe(7))) {
      byte[] syn = Fingerprints.windowsSyn(link, ends, 50, 9, 1_000).build();
      PacketBatch batch = parsed(LinkType.ETHERNET, syn);
      assertEquals(4, batch.family[0]);
      assertFalse(SynFrames.isAnswerable(batch, 0));
    }
  }

  @Test
  void shouldRebuildAnySynByteForByte() {
    Random random = new Random(8);
    for (int n = 0; n < 2_000; n++) {
      boolean v6 = random.nextBoolean();
      PacketBuilder link = ethernet().between(CLIENT_MAC, SERVER_MAC);
      link = random.nextBoolean() ? link.vlan(1 + random.nextInt(4_000)) : link;
      byte[] syn = randomSyn(v6 ? v6(link, random) : v4(link, random), random).build();
      byte[] rst =
          (v6 ? link.ipv6(CLIENT_6, SERVER_6) : link.ipv4(CLIENT, SERVER))
              .tcp(40_000, 443)
              .rst()
              .seq(random.nextInt())
              .build();
      PacketBatch batch = parsed(LinkType.ETHERNET, syn);
      int slot =
          syns.enter(77, Memory.i32(batch.frameAddress[0] + batch.transportOffset[0] + 4), 0);
      SynFrames.note(batch, 0, syns, slot);
      assertTrue(SynFrames.isNoted(syns, slot));
      replies.clear();
      long look = frames.release(parsed(LinkType.ETHERNET, rst), 0, syns, slot);
      assertArrayEquals(syn, reply(), "SYN " + n);
      assertFalse(replies.toOutside[0]);
      assertEquals(SynFingerprint.of(batch, 0, SEED), look);
    }
  }

  private static TcpLayer v4(PacketBuilder link, Random random) {
    var ip = link.ipv4(CLIENT, SERVER).ttl(1 + random.nextInt(255)).id(random.nextInt(1 << 16));
    ip = random.nextBoolean() ? ip.df() : ip;
    ip = random.nextInt(9) == 0 ? ip.reservedFlag() : ip;
    return ip.typeOfService(random.nextInt(256)).tcp(40_000, 443);
  }

  private static TcpLayer v6(PacketBuilder link, Random random) {
    return link.ipv6(CLIENT_6, SERVER_6)
        .hopLimit(1 + random.nextInt(255))
        .trafficClass(random.nextInt(256))
        .flowLabel(random.nextInt(1 << 20))
        .tcp(40_000, 443);
  }

  private static TcpLayer randomSyn(TcpLayer tcp, Random random) {
    // ECN asks by both of its flags (RFC 3168).
    int flags = TcpLayer.SYN | (random.nextInt(4) == 0 ? 0xc0 : 0);
    tcp.seq(random.nextInt()).window(random.nextInt(1 << 16)).flags(flags);
    int words = random.nextInt(11);
    for (int k = 0; k < words * 4; k++) {
      tcp.options(k + 1 == words * 4 ? 0 : 1 + random.nextInt(250));
    }
    return tcp;
  }

  @Test
  void shouldNotClaimToRebuildWhatDoesNotFit() {
    Endpoints ends = Endpoints.of(CLIENT, 40_000, SERVER, 443);
    for (PacketBuilder syn :
        List.of(
            Fingerprints.windowsSyn(ethernet(), ends, 50, 9, 1_000).payload(100, 1),
            Fingerprints.hping3Syn(ethernet(), ends, 50, 9, 1_000, 5),
            ethernet().ipv4(CLIENT, SERVER).options(1, 1, 1, 0).tcp(40_000, 443).syn(),
            ethernet().ipv4(CLIENT, SERVER).tcp(40_000, 443).syn().urgent(3))) {
      int slot = syns.enter(77, 1_000, 0);
      SynFrames.note(parsed(LinkType.ETHERNET, syn.build()), 0, syns, slot);
      assertFalse(SynFrames.isNoted(syns, slot));
    }
  }

  @Test
  void shouldTellTheLooksOfStacksAndToolsApart() {
    Endpoints ends = Endpoints.of(CLIENT, 40_000, SERVER, 443);
    List<PacketBuilder> looks =
        List.of(
            Fingerprints.linuxSyn(ethernet(), ends, 50, 9, 1, 1),
            Fingerprints.windowsSyn(ethernet(), ends, 50, 9, 1),
            Fingerprints.windowsSyn(ethernet(), ends, 50, 9, 1).payload(900, 1),
            Fingerprints.appleSyn(ethernet(), ends, 50, 9, 1),
            Fingerprints.bareSyn(ethernet(), ends, 50, 9, 1, 4_096),
            Fingerprints.hping3Syn(ethernet(), ends, 50, 9, 1, 5),
            Fingerprints.miraiSyn(ethernet(), ends, 50, 9, 1, 1_400, 1));
    long[] all =
        looks.stream()
            .mapToLong(syn -> SynFingerprint.of(parsed(LinkType.ETHERNET, syn.build()), 0, SEED))
            .toArray();
    assertEquals(looks.size(), java.util.Arrays.stream(all).distinct().count());
    // Another client of the same stack, elsewhere and later, looks the same.
    Endpoints other = Endpoints.of("11.9.9.9", 50_123, SERVER, 80);
    PacketBuilder again = Fingerprints.linuxSyn(ethernet(), other, 61, 99, 123_456, 77);
    assertEquals(all[0], SynFingerprint.of(parsed(LinkType.ETHERNET, again.build()), 0, SEED));
    assertNotEquals(all[0], SynFingerprint.of(parsed(LinkType.ETHERNET, again.build()), 0, 9));
  }
}
