package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.classify.Wire.CLIENT;
import static org.scrubber.classify.Wire.CLIENT6;
import static org.scrubber.classify.Wire.SECOND_NS;
import static org.scrubber.classify.Wire.SERVER;
import static org.scrubber.classify.Wire.SERVER6;
import static org.scrubber.classify.Wire.has;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.hex;
import static org.scrubber.wire.PacketBytes.icmp;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.ipv6;
import static org.scrubber.wire.PacketBytes.join;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scrubber.batch.Frames;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.Parser;
import org.scrubber.policy.Policy;
import org.scrubber.table.AllocatedBytes;
import org.scrubber.table.FlowTable;
import org.scrubber.table.FragmentTable;
import org.scrubber.table.SourceTable;
import org.scrubber.wire.LinkType;
import org.scrubber.wire.Tcp;

class VectorStageTest {
  private static final byte[] NONE = new byte[0];
  private static final byte[] MONLIST = join(hex("d700032a 00060048"), counting(440));
  private static final byte[] DNS_REPLY =
      join(hex("1234 8180 0001 0010 0000 0001"), counting(1_460));

  private final Wire wire = new Wire();

  private static byte[] in(int protocol, byte[] payload) {
    return ipv4(CLIENT, SERVER, protocol, payload);
  }

  private static byte[] segment(int flags, byte[] data) {
    return in(6, tcp(40_000, 443, 1, 1, flags, data));
  }

  @ParameterizedTest
  @CsvSource({
    "0x02, syn-flood",
    "0xc2, syn-flood",
    "0x12, synack-reflection",
    "0x04, rst-flood",
    "0x14, rst-flood",
    "0x11, fin-flood",
    "0x10, ack-flood",
    "0x18, ack-flood",
    "0x00, ack-flood"
  })
  void shouldNameTcpByItsFlags(int flags, String vector) {
    assertEquals(vector, wire.vectorOf(segment(flags, NONE)));
  }

  @ParameterizedTest
  @CsvSource({
    "47, gre-flood",
    "50, esp-flood",
    "4, protocol-flood",
    "89, protocol-flood",
    "132, protocol-flood"
  })
  void shouldNameOtherProtocols(int protocol, String vector) {
    assertEquals(vector, wire.vectorOf(in(protocol, counting(40))));
  }

  @Test
  void shouldNameUdpAndIcmp() {
    assertEquals("udp-flood", wire.vectorOf(in(17, udp(40_000, 443, counting(40)))));
    assertEquals(-1, wire.batch.reflector[0]);
    assertEquals("icmp-flood", wire.vectorOf(in(1, icmp(8, 0, 1, counting(40)))));
    byte[] echo6 = ipv6(CLIENT6, SERVER6, 58, icmp(128, 0, 1, counting(40)));
    assertEquals("icmp-flood", wire.vectorOf(echo6));
  }

  @Test
  void shouldNameReflectorsAndTheirTier() {
    assertEquals("ntp-amplification", wire.vectorOf(in(17, udp(123, 80, MONLIST))));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.TIER_ONE));
    assertEquals("ntp", Reflectors.names().get(wire.batch.reflector[0]));
    assertEquals("dns-amplification", wire.vectorOf(in(17, udp(53, 80, DNS_REPLY))));
    assertFalse(has(wire.batch.knowledge[0], Knowledge.TIER_ONE));
    assertEquals("udp-flood", wire.vectorOf(in(17, udp(123, 80, counting(48)))));
    byte[] six = ipv6(CLIENT6, SERVER6, 17, udp(123, 80, MONLIST));
    assertEquals("ntp-amplification", wire.vectorOf(six));
  }

  @Test
  void shouldNotReadPaddingForPayload() {
    byte[] padded = join(in(17, udp(11_211, 80, counting(4))), new byte[18]);
    assertEquals("udp-flood", wire.vectorOf(padded));
  }

  @Test
  void shouldNameMiddleboxReflectionOnUnknownFlowsOnly() {
    byte[] text = "HTTP/1.1 403 Forbidden".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] page = in(6, tcp(80, 40_000, 1, 1, Tcp.PSH | Tcp.ACK, text));
    assertEquals("tcp-middlebox-amplification", wire.vectorOf(page));
    assertEquals("ack-flood", wire.vectorOf(page)); // Its flow is known by now.
    byte[] data = ipv4("192.0.2.8", SERVER, 6, tcp(80, 40_000, 1, 1, Tcp.ACK, counting(200)));
    assertEquals("ack-flood", wire.vectorOf(data));
    byte[] bare = ipv4("192.0.2.9", SERVER, 6, tcp(80, 40_000, 1, 1, Tcp.ACK, NONE));
    assertEquals("ack-flood", wire.vectorOf(bare));
  }

  @Test
  void shouldNotGuessAtFlagsThatWereNotCaptured() {
    wire.sendSnapped(segment(Tcp.SYN, counting(100)), 30);
    assertEquals(Vectors.NONE, wire.batch.vector[0]);
    wire.sendSnapped(in(17, udp(123, 80, MONLIST)), 24);
    assertEquals(Vectors.UDP_FLOOD, wire.batch.vector[0]);
    wire.sendSnapped(in(17, udp(123, 80, MONLIST)), 28);
    assertEquals(Vectors.UDP_FLOOD, wire.batch.vector[0]);
  }

  // ---- fragments ----

  /** Returns a datagram's fragment. */
  private static byte[] fragment(int id, byte[] datagram, int from, int to) {
    int more = to < datagram.length ? 0x2000 : 0;
    return ipv4(
        CLIENT, SERVER, 17, id, more | from / 8, NONE, Arrays.copyOfRange(datagram, from, to));
  }

  private static byte[] fragment6(int id, int next, byte[] datagram, int from, int to) {
    int field = from | (to < datagram.length ? 1 : 0);
    byte[] header = join(hex("%02x00%04x%08x".formatted(next, field, id)));
    return ipv6(CLIENT6, SERVER6, 44, header, Arrays.copyOfRange(datagram, from, to));
  }

  @Test
  void shouldLetFragmentsShareTheFateOfTheFirst() {
    byte[] datagram = udp(123, 80, join(MONLIST, counting(3_000)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment(7, datagram, 0, 1_480)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment(7, datagram, 1_480, 2_960)));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.TIER_ONE));
    String last = wire.vectorOf(fragment(7, datagram, 2_960, datagram.length));
    assertEquals("ntp-amplification", last);
    assertFalse(has(wire.batch.knowledge[0], Knowledge.OVERLAP));
    assertEquals("fragment-flood", wire.vectorOf(fragment(8, datagram, 1_480, 2_960)));
    assertFalse(has(wire.batch.knowledge[0], Knowledge.TIER_ONE));
  }

  @Test
  void shouldCallFragmentsOfOrdinaryDatagramsFragments() {
    byte[] datagram = udp(40_000, 80, counting(2_000));
    assertEquals("fragment-flood", wire.vectorOf(fragment(7, datagram, 0, 1_480)));
    assertEquals("fragment-flood", wire.vectorOf(fragment(7, datagram, 1_480, 2_008)));
  }

  @Test
  void shouldNotKnowFragmentsThatOvertakeTheFirst() {
    byte[] datagram = udp(123, 80, join(MONLIST, counting(3_000)));
    assertEquals("fragment-flood", wire.vectorOf(fragment(7, datagram, 1_480, 2_960)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment(7, datagram, 0, 1_480)));
    String last = wire.vectorOf(fragment(7, datagram, 2_960, datagram.length));
    assertEquals("ntp-amplification", last);
  }

  @Test
  void shouldForgetTheFirstFragmentInTime() {
    byte[] datagram = udp(123, 80, join(MONLIST, counting(3_000)));
    wire.send(fragment(7, datagram, 0, 1_480));
    wire.after(16 * SECOND_NS);
    assertEquals("fragment-flood", wire.vectorOf(fragment(7, datagram, 1_480, 2_960)));
  }

  @Test
  void shouldLetFragmentsOfSolicitedRepliesBeSolicited() {
    wire.send(ipv4(SERVER, CLIENT, 17, udp(5_000, 53, counting(30))));
    byte[] reply = udp(53, 5_000, DNS_REPLY);
    wire.send(fragment(7, reply, 0, 1_400));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.SOLICITED));
    assertEquals("dns-amplification", wire.vectorOf(fragment(7, reply, 1_400, reply.length)));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.SOLICITED));
  }

  @Test
  void shouldFollowIpv6FragmentsBehindFurtherExtensionHeaders() {
    byte[] plain = udp(123, 80, join(MONLIST, counting(3_000)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment6(1, 17, plain, 0, 1_400)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment6(1, 17, plain, 1_400, 2_800)));
    byte[] optioned = join(hex("1100 0104 0000 0000"), plain);
    assertEquals("ntp-amplification", wire.vectorOf(fragment6(2, 60, optioned, 0, 1_400)));
    assertEquals("ntp-amplification", wire.vectorOf(fragment6(2, 60, optioned, 1_400, 2_800)));
    assertEquals("fragment-flood", wire.vectorOf(fragment6(3, 60, optioned, 1_400, 2_800)));
  }

  @Test
  void shouldTellOverlapFromRepetition() {
    byte[] datagram = udp(40_000, 80, counting(4_000));
    wire.send(fragment(7, datagram, 0, 1_480));
    assertFalse(has(wire.send(fragment(7, datagram, 0, 1_480)), Knowledge.OVERLAP));
    assertFalse(has(wire.send(fragment(7, datagram, 1_480, 2_960)), Knowledge.OVERLAP));
    assertFalse(has(wire.send(fragment(7, datagram, 1_480, 2_960)), Knowledge.OVERLAP));
    assertTrue(has(wire.send(fragment(7, datagram, 1_472, 2_960)), Knowledge.OVERLAP));
    assertTrue(has(wire.send(fragment(7, datagram, 0, 1_488)), Knowledge.OVERLAP));
    assertFalse(has(wire.send(fragment(8, datagram, 1_472, 2_960)), Knowledge.OVERLAP));
  }

  @Test
  void shouldSeeOverlapOfSegmentWithItsFirstFragment() {
    byte[] segment = tcp(40_000, 80, 1, 1, Tcp.ACK, counting(100));
    wire.send(ipv4(CLIENT, SERVER, 6, 9, 0x2000, NONE, Arrays.copyOf(segment, 64)));
    byte[] after = ipv4(CLIENT, SERVER, 6, 9, 8, NONE, counting(56));
    assertFalse(has(wire.send(after), Knowledge.OVERLAP));
    byte[] upon = ipv4(CLIENT, SERVER, 6, 9, 7, NONE, counting(56));
    assertTrue(has(wire.send(upon), Knowledge.OVERLAP));
  }

  // ---- what ICMP errors quote ----

  private static byte[] error(byte[] quoted) {
    return ipv4("203.0.113.9", SERVER, 1, icmp(3, 4, 0, Arrays.copyOf(quoted, 28)));
  }

  @Test
  void shouldTakeErrorAboutKnownFlowForSolicited() {
    byte[] sent = ipv4(SERVER, CLIENT, 6, tcp(443, 40_000, 1, 1, Tcp.ACK, counting(1_000)));
    assertFalse(has(wire.send(error(sent)), Knowledge.KNOWN | Knowledge.SOLICITED));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.QUOTES_TCP));
    wire.send(sent);
    int knowledge = wire.send(error(sent));
    assertTrue(has(knowledge, Knowledge.SOLICITED));
    assertTrue(has(knowledge, Knowledge.KNOWN));
    assertFalse(has(knowledge, Knowledge.QUOTES_TCP));
    assertEquals(Vectors.ICMP_FLOOD, wire.batch.vector[0]);
  }

  @Test
  void shouldNotTakeErrorAboutWhatTheTargetNeverSentForSolicited() {
    wire.send(ipv4(SERVER, CLIENT, 17, udp(9, 9, counting(8)))); // Both directions are seen.
    wire.send(ipv4(CLIENT, SERVER, 6, tcp(40_000, 443, 1, 0, Tcp.SYN, NONE)));
    byte[] forged = ipv4(SERVER, CLIENT, 6, tcp(443, 40_000, 1, 1, Tcp.ACK, counting(100)));
    assertFalse(has(wire.send(error(forged)), Knowledge.SOLICITED));
    wire.send(forged);
    assertTrue(has(wire.send(error(forged)), Knowledge.SOLICITED));
  }

  @Test
  void shouldTakeErrorAboutKnownEchoForSolicited() {
    byte[] ping = ipv4(SERVER, CLIENT, 1, icmp(8, 0, 0xabcd, counting(32)));
    assertFalse(has(wire.send(error(ping)), Knowledge.SOLICITED));
    wire.send(ping);
    assertTrue(has(wire.send(error(ping)), Knowledge.SOLICITED));
    byte[] other = ipv4(SERVER, CLIENT, 1, icmp(8, 0, 0xabce, counting(32)));
    assertFalse(has(wire.send(error(other)), Knowledge.SOLICITED));
  }

  @Test
  void shouldTakePacketTooBigAboutKnownIpv6FlowForSolicited() {
    byte[] sent = ipv6(SERVER6, CLIENT6, 17, udp(443, 40_000, counting(1_000)));
    byte[] error = ipv6("2001:db8:9::1", SERVER6, 58, icmp(2, 0, 0, Arrays.copyOf(sent, 200)));
    assertFalse(has(wire.send(error), Knowledge.SOLICITED));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.QUOTES_UDP));
    wire.send(sent);
    assertTrue(has(wire.send(error), Knowledge.SOLICITED));
  }

  @Test
  void shouldNameTheReflectionThatAnErrorEchoes() {
    byte[] request = ipv4(SERVER, CLIENT, 17, udp(80, 123, counting(8)));
    assertEquals("ntp-amplification", wire.vectorOf(error(request)));
    assertTrue(has(wire.batch.knowledge[0], Knowledge.QUOTES_UDP));
    byte[] reply = ipv4(SERVER, CLIENT, 17, udp(80, 40_000, counting(8)));
    assertEquals("icmp-flood", wire.vectorOf(error(reply)));
  }

  @Test
  void shouldNotReadQuotesThatAreNotThere() {
    byte[] sent = ipv4(SERVER, CLIENT, 17, udp(80, 123, counting(8)));
    for (int length = 0; length < 24; length++) {
      byte[] short4 = ipv4("203.0.113.9", SERVER, 1, icmp(3, 4, 0, Arrays.copyOf(sent, length)));
      assertEquals("icmp-flood", wire.vectorOf(short4), "quoted " + length);
    }
    byte[] whole = error(sent);
    for (int captured = 28; captured < whole.length - 4; captured++) {
      wire.sendSnapped(whole, captured);
      assertEquals(Vectors.ICMP_FLOOD, wire.batch.vector[0], "captured " + captured);
    }
  }

  @Test
  void shouldAllocateNothing() {
    byte[] datagram = udp(123, 80, join(MONLIST, counting(3_000)));
    PacketBatch batch =
        Frames.whole(
            LinkType.RAW,
            fragment(7, datagram, 0, 1_480),
            fragment(7, datagram, 1_480, 2_960),
            in(17, udp(53, 80, DNS_REPLY)),
            segment(Tcp.SYN, NONE),
            segment(Tcp.ACK, counting(10)),
            error(segment(Tcp.ACK, counting(10))),
            in(47, counting(40)));
    Policy policy = Wire.protecting("198.51.100.0/24");
    Objects objects = new Objects(policy);
    Classifier classifier = new Classifier(objects);
    FlowTable flows = new FlowTable(1 << 10);
    SourceTable sources = new SourceTable(1 << 10);
    ProxyCookies given = new ProxyCookies(policy, false);
    FlowTracker tracker = new FlowTracker(flows, sources, new View(1, false), 1, given);
    VectorStage vectors = new VectorStage(new FragmentTable(1 << 10), objects.seed);
    new Parser().parse(batch);
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                classifier.classify(batch);
                tracker.track(batch);
                vectors.apply(batch);
              }
            });
    assertEquals(0, allocated);
    assertEquals(7, batch.survivorCount);
  }
}
