package org.scrubber.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scrubber.classify.Wire.CLIENT;
import static org.scrubber.classify.Wire.SECOND_NS;
import static org.scrubber.classify.Wire.SERVER;
import static org.scrubber.classify.Wire.has;
import static org.scrubber.wire.PacketBytes.counting;
import static org.scrubber.wire.PacketBytes.icmp;
import static org.scrubber.wire.PacketBytes.ipv4;
import static org.scrubber.wire.PacketBytes.tcp;
import static org.scrubber.wire.PacketBytes.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scrubber.wire.Tcp;

class FlowTrackerTest {
  private static final byte[] NONE = new byte[0];
  private static final int PORT = 40_000;
  private static final int CLIENT_SEQUENCE = 1_000;
  private static final int SERVER_SEQUENCE = -1; // Its successor wraps to 0.
  private static final int SYN_ACK = Tcp.SYN | Tcp.ACK;

  private final Wire wire = new Wire();
  private int probes;

  private static byte[] in(int sequence, int acknowledgement, int flags, byte[] data) {
    return ipv4(CLIENT, SERVER, 6, tcp(PORT, 443, sequence, acknowledgement, flags, data));
  }

  private static byte[] out(int sequence, int acknowledgement, int flags, byte[] data) {
    return ipv4(SERVER, CLIENT, 6, tcp(443, PORT, sequence, acknowledgement, flags, data));
  }

  private int syn() {
    return wire.send(in(CLIENT_SEQUENCE, 0, Tcp.SYN, NONE));
  }

  private int synAck() {
    return wire.send(out(SERVER_SEQUENCE, CLIENT_SEQUENCE + 1, SYN_ACK, NONE));
  }

  private int ack(int acknowledgement) {
    return wire.send(in(CLIENT_SEQUENCE + 1, acknowledgement, Tcp.ACK, NONE));
  }

  /** Asks by a SYN that belongs to no flow. */
  private boolean isProven(String source) {
    byte[] probe = tcp(++probes, 80, 1, 0, Tcp.SYN, NONE);
    return has(wire.send(ipv4(source, "198.51.100.3", 6, probe)), Knowledge.PROVEN_SOURCE);
  }

  @Test
  void shouldProveTheSourceByCompleteHandshake() {
    assertEquals(0, syn());
    int answer = synAck();
    assertTrue(has(answer, Knowledge.KNOWN));
    assertTrue(has(answer, Knowledge.SOLICITED));
    int completes = ack(SERVER_SEQUENCE + 1);
    assertTrue(has(completes, Knowledge.ESTABLISHED));
    assertTrue(has(completes, Knowledge.COMPLETES));
    assertTrue(has(completes, Knowledge.SYN_STARTED));
    assertTrue(has(completes, Knowledge.ANSWERED));
    int data = wire.send(in(CLIENT_SEQUENCE + 1, SERVER_SEQUENCE + 1, 0x18, counting(9)));
    assertTrue(has(data, Knowledge.ESTABLISHED));
    assertFalse(has(data, Knowledge.COMPLETES));
    assertTrue(isProven(CLIENT));
    assertFalse(isProven("192.0.2.2"));
    assertFalse(isProven(SERVER));
  }

  @ParameterizedTest
  @ValueSource(ints = {SERVER_SEQUENCE, SERVER_SEQUENCE + 2, 12_345})
  void shouldNotBeProvenByWrongAcknowledgementNumber(int acknowledgement) {
    syn();
    synAck();
    int knowledge = ack(acknowledgement);
    assertFalse(has(knowledge, Knowledge.ESTABLISHED));
    assertFalse(isProven(CLIENT));
    assertTrue(has(ack(SERVER_SEQUENCE + 1), Knowledge.ESTABLISHED));
    assertTrue(isProven(CLIENT));
  }

  @Test
  void shouldNotBeProvenWithoutTheServersAnswer() {
    serverIsSeenSending();
    syn();
    assertFalse(has(ack(1), Knowledge.ESTABLISHED));
    assertFalse(isProven(CLIENT));
  }

  @Test
  void shouldTakeTheNextSegmentForAHandshakeWhereOneDirectionIsSeenAndProveNobody() {
    syn();
    byte[] far = in(CLIENT_SEQUENCE + 70_000, 1, Tcp.ACK, NONE);
    assertFalse(has(wire.send(far), Knowledge.ESTABLISHED | Knowledge.COMPLETES));
    int next = ack(1);
    assertTrue(has(next, Knowledge.ESTABLISHED));
    assertTrue(has(next, Knowledge.COMPLETES));
    assertFalse(isProven(CLIENT));
  }

  private void serverIsSeenSending() {
    wire.send(ipv4(SERVER, "192.0.2.77", 17, udp(9, 9, NONE)));
  }

  @Test
  void shouldNotBeProvenByTheInitiatorsOwnSynAck() {
    serverIsSeenSending();
    syn();
    wire.send(in(5, 0, SYN_ACK, NONE));
    assertFalse(has(ack(6), Knowledge.ESTABLISHED));
    assertFalse(isProven(CLIENT));
  }

  @Test
  void shouldNotBeginFlowWithReset() {
    assertEquals(0, wire.send(in(1, 0, Tcp.RST, NONE)));
    assertEquals(-1, wire.batch.flowSlot[0]);
    assertEquals(0, wire.send(in(1, 0, Tcp.RST | Tcp.ACK, NONE)));
    assertEquals(0, syn());
  }

  @Test
  void shouldNotTakeResetForAnswer() {
    syn();
    wire.send(out(0, CLIENT_SEQUENCE + 1, Tcp.RST | Tcp.ACK, NONE));
    assertFalse(has(ack(1), Knowledge.ANSWERED));
  }

  @Test
  void shouldTellRetransmittedSyn() {
    syn();
    assertFalse(has(wire.after(SECOND_NS / 10).sendSame(), Knowledge.RETRANSMITTED_SYN));
    assertTrue(has(wire.after(SECOND_NS).sendSame(), Knowledge.RETRANSMITTED_SYN));
    int other = wire.after(SECOND_NS).send(in(77, 0, Tcp.SYN, NONE));
    assertFalse(has(other, Knowledge.RETRANSMITTED_SYN));
    assertTrue(has(wire.after(SECOND_NS).sendSame(), Knowledge.RETRANSMITTED_SYN));
  }

  @Test
  void shouldLetHandshakeCompleteAfterRetransmission() {
    syn();
    wire.after(SECOND_NS);
    syn();
    synAck();
    ack(SERVER_SEQUENCE + 1);
    assertTrue(isProven(CLIENT));
  }

  @Test
  void shouldKeepEstablishedFlowWhenSomebodySendsSynOnIt() {
    syn();
    synAck();
    ack(SERVER_SEQUENCE + 1);
    wire.after(SECOND_NS).send(in(0x5eed, 0, Tcp.SYN, NONE));
    assertTrue(has(ack(SERVER_SEQUENCE + 1), Knowledge.ESTABLISHED));
  }

  @Test
  void shouldBeginAnewWhenPortsAreReusedAfterSilence() {
    syn();
    synAck();
    ack(SERVER_SEQUENCE + 1);
    int reuse = wire.after(40 * SECOND_NS).send(in(0x5eed, 0, Tcp.SYN, NONE));
    assertFalse(has(reuse, Knowledge.KNOWN | Knowledge.ESTABLISHED));
    assertTrue(has(reuse, Knowledge.PROVEN_SOURCE));
    assertFalse(has(ack(SERVER_SEQUENCE + 1), Knowledge.ESTABLISHED));
  }

  private boolean isEstablishedAfter(long seconds) {
    wire.after(seconds * SECOND_NS);
    return has(
        wire.send(in(CLIENT_SEQUENCE + 9, SERVER_SEQUENCE + 9, Tcp.ACK, NONE)),
        Knowledge.ESTABLISHED);
  }

  private void connect() {
    syn();
    synAck();
    ack(SERVER_SEQUENCE + 1);
  }

  @Test
  void shouldForgetConnectionSoonThatBothSidesHaveEnded() {
    connect();
    wire.send(in(CLIENT_SEQUENCE + 1, SERVER_SEQUENCE + 1, Tcp.FIN | Tcp.ACK, NONE));
    wire.send(out(SERVER_SEQUENCE + 1, CLIENT_SEQUENCE + 2, Tcp.FIN | Tcp.ACK, NONE));
    assertTrue(isEstablishedAfter(5));
    assertFalse(isEstablishedAfter(60));
  }

  @Test
  void shouldForgetConnectionSoonThatTheInsideHasReset() {
    connect();
    wire.send(out(SERVER_SEQUENCE + 1, 0, Tcp.RST, NONE));
    assertFalse(isEstablishedAfter(60));
  }

  @Test
  void shouldNotBelieveResetFromOutside() {
    connect();
    wire.send(in(0x5eed, 0, Tcp.RST, NONE));
    assertTrue(isEstablishedAfter(250));
    wire.send(in(CLIENT_SEQUENCE + 9, SERVER_SEQUENCE + 9, Tcp.PSH | Tcp.ACK, new byte[5]));
    assertTrue(isEstablishedAfter(1_000));
  }

  @Test
  void shouldBeginAnewWhenPortsOfEndedConnectionAreReused() {
    connect();
    wire.send(in(CLIENT_SEQUENCE + 1, SERVER_SEQUENCE + 1, Tcp.FIN | Tcp.ACK, NONE));
    wire.send(out(SERVER_SEQUENCE + 1, CLIENT_SEQUENCE + 2, Tcp.FIN | Tcp.ACK, NONE));
    int reuse = wire.after(SECOND_NS).send(in(0x5eed, 0, Tcp.SYN, NONE));
    assertFalse(has(reuse, Knowledge.KNOWN | Knowledge.ESTABLISHED));
  }

  @Test
  void shouldKeepToOneEntryWhenNeighbourOfReusedFlowHasExpired() {
    Wire crowded = new Wire();
    for (int client = 1; client <= 200; client++) { // Buckets hold flows of several.
      crowded.send(ipv4("192.0.2." + client, SERVER, 6, tcp(PORT, 443, 1, 0, Tcp.SYN, NONE)));
    }
    for (int round = 1; round <= 4; round++) {
      crowded.after(20 * SECOND_NS);
      for (int client = 1 + round; client <= 200; client += 2) {
        byte[] again = tcp(PORT, 443, 1 + round, 0, Tcp.SYN, NONE);
        crowded.send(ipv4("192.0.2." + client, SERVER, 6, again));
        assertTrue(crowded.flows.holds(crowded.batch.flowSlot[0], crowded.batch.flowHash[0]));
      }
    }
  }

  @Test
  void shouldTakeConversationInMidStreamForEstablished() {
    int knowledge = 0;
    for (int i = 0; i < 3; i++) {
      assertFalse(has(knowledge, Knowledge.ESTABLISHED), "round " + i);
      knowledge = wire.send(in(i, i, Tcp.ACK, counting(10)));
      wire.send(out(i, i, Tcp.ACK, counting(10)));
    }
    assertTrue(has(knowledge, Knowledge.ESTABLISHED));
    assertTrue(has(knowledge, Knowledge.ANSWERED));
    assertFalse(isProven(CLIENT));
  }

  @Test
  void shouldNotTakeMonologueForEstablished() {
    int knowledge = 0;
    for (int i = 0; i < 100; i++) {
      knowledge = wire.after(SECOND_NS / 10).send(in(i, i, Tcp.ACK, counting(10)));
    }
    assertFalse(has(knowledge, Knowledge.ESTABLISHED | Knowledge.ANSWERED));
    assertTrue(has(knowledge, Knowledge.MATURE));
  }

  @Test
  void shouldCallAnswerSolicitedAndAnsweredFlowSo() {
    byte[] question = ipv4(SERVER, CLIENT, 17, udp(5_000, 53, counting(20)));
    byte[] answer = ipv4(CLIENT, SERVER, 17, udp(53, 5_000, counting(80)));
    assertFalse(has(wire.send(answer), Knowledge.SOLICITED));
    Wire symmetric = new Wire();
    symmetric.send(question);
    int knowledge = symmetric.send(answer);
    assertTrue(has(knowledge, Knowledge.SOLICITED));
    assertTrue(has(knowledge, Knowledge.BOTH_DIRECTIONS_SEEN));
    assertFalse(has(knowledge, Knowledge.ANSWERED));
    assertTrue(has(symmetric.send(question), Knowledge.ANSWERED));
    assertTrue(has(symmetric.after(119 * SECOND_NS).send(answer), Knowledge.SOLICITED));
    assertFalse(has(symmetric.after(302 * SECOND_NS).send(answer), Knowledge.SOLICITED));
  }

  @Test
  void shouldCallFlowAConversationWhenEveryOtherPacketIsAnswered() {
    byte[] question = ipv4(CLIENT, SERVER, 17, udp(5_000, 443, counting(20)));
    byte[] answer = ipv4(SERVER, CLIENT, 17, udp(443, 5_000, counting(80)));
    wire.send(question);
    assertFalse(has(wire.send(question), Knowledge.CONVERSING));
    wire.send(answer);
    assertTrue(has(wire.send(question), Knowledge.CONVERSING));
    assertFalse(has(wire.send(question), Knowledge.CONVERSING));
    wire.send(answer);
    assertTrue(has(wire.send(question), Knowledge.CONVERSING));
  }

  @Test
  void shouldTellTheFirstAnswerFromLaterOnes() {
    wire.send(ipv4(SERVER, CLIENT, 17, udp(5_000, 53, counting(20))));
    byte[] answer = ipv4(CLIENT, SERVER, 17, udp(53, 5_000, counting(80)));
    assertTrue(has(wire.send(answer), Knowledge.FIRST_ANSWER));
    assertFalse(has(wire.send(answer), Knowledge.FIRST_ANSWER));
    assertFalse(has(wire.send(ipv4(CLIENT, SERVER, 17, udp(1, 2, NONE))), Knowledge.FIRST_ANSWER));
  }

  @Test
  void shouldTellSegmentsThatGoOnFromThoseThatStray() {
    assertFalse(has(wire.send(in(1_000, 5, Tcp.ACK, counting(100))), Knowledge.INCOHERENT));
    assertFalse(has(wire.send(in(1_100, 5, Tcp.ACK, counting(100))), Knowledge.INCOHERENT));
    assertFalse(has(wire.send(in(1_100, 9, Tcp.ACK, counting(100))), Knowledge.INCOHERENT));
    assertTrue(has(wire.send(in(1_100, 9, Tcp.ACK, counting(100))), Knowledge.INCOHERENT));
    assertTrue(has(wire.send(in(0x7000_0000, 9, Tcp.ACK, NONE)), Knowledge.INCOHERENT));
    assertTrue(has(wire.send(in(1_200, 9, Tcp.ACK, NONE)), Knowledge.INCOHERENT));
    assertFalse(has(wire.send(in(1_300, 9, Tcp.ACK, NONE)), Knowledge.INCOHERENT));
  }

  @Test
  void shouldCallEchoReplySolicited() {
    wire.send(ipv4(SERVER, CLIENT, 1, icmp(8, 0, 5, counting(8))));
    assertTrue(has(wire.send(ipv4(CLIENT, SERVER, 1, icmp(0, 0, 5, NONE))), Knowledge.SOLICITED));
    assertFalse(has(wire.send(ipv4(CLIENT, SERVER, 1, icmp(0, 0, 6, NONE))), Knowledge.KNOWN));
  }

  @Test
  void shouldTellRepeatedPayloadsFromChangingOnes() {
    byte[] same = ipv4(CLIENT, SERVER, 17, udp(9, 10, counting(32)));
    assertFalse(has(wire.send(same), Knowledge.INCOHERENT));
    assertTrue(has(wire.send(same), Knowledge.INCOHERENT));
    byte[] longer = ipv4(CLIENT, SERVER, 17, udp(9, 10, counting(33)));
    assertFalse(has(wire.send(longer), Knowledge.INCOHERENT));
    for (int length = 1; length <= 20; length++) {
      byte[] payload = counting(length);
      wire.send(ipv4(CLIENT, SERVER, 17, udp(9, 10, payload)));
      payload[Math.min(length, 16) - 1] ^= 1;
      int changed = wire.send(ipv4(CLIENT, SERVER, 17, udp(9, 10, payload)));
      assertFalse(has(changed, Knowledge.INCOHERENT), "length " + length);
    }
  }

  @Test
  void shouldCallFlowMatureAfterSecondAndSeveralPackets() {
    byte[] packet = ipv4(CLIENT, SERVER, 17, udp(9, 10, counting(32)));
    for (int i = 0; i < 10; i++) {
      assertFalse(has(wire.send(packet), Knowledge.MATURE), "packet " + i);
    }
    assertTrue(has(wire.after(SECOND_NS + SECOND_NS / 10).send(packet), Knowledge.MATURE));
    Wire few = new Wire();
    for (int i = 0; i < 4; i++) {
      assertFalse(has(few.after(SECOND_NS).send(packet), Knowledge.MATURE), "packet " + i);
    }
    assertTrue(has(few.after(SECOND_NS).send(packet), Knowledge.MATURE));
  }

  @Test
  void shouldLearnNothingFromHeadersThatWereNotCaptured() {
    byte[] whole = in(1, 1, Tcp.ACK, counting(10));
    assertEquals(0, wire.sendSnapped(whole, 30));
    assertEquals(0, wire.sendSnapped(whole, 30));
    assertEquals(-1, wire.batch.flowSlot[0]);
  }

  @Test
  void shouldLearnNothingFromLaterFragments() {
    byte[] later = ipv4(CLIENT, SERVER, 17, 7, 2, NONE, counting(16));
    wire.send(later);
    assertEquals(-1, wire.batch.flowSlot[0]);
  }
}
