package org.scrubber.captures.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.wire.InternetChecksum;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

class TcpConnectionTest {
  private static final long S = 1_000_000_000L;
  private static final Address CLIENT = Address.parse("11.0.5.6");
  private static final Address SERVER = Address.parse("198.18.0.10");
  private static final Dialogue TALK =
      (connection, turn) -> {
        switch (turn) {
          case 0 -> connection.say(TcpConnection.CLIENT, new byte[] {'h', 'i'}, 1_800, 0);
          case 1 -> connection.say(TcpConnection.SERVER, null, 40_000, 2_000_000);
          default -> connection.finish(TcpConnection.CLIENT, 1_000_000);
        }
      };

  private static TcpConnection connect(Stage stage, ConnectionPlan plan, Dialogue dialogue) {
    Host client = Host.outside(CLIENT, Stack.LINUX5, 20_000_000);
    Host server = Host.inside(SERVER, Stack.LINUX5).serving(Servers.of(stage.world).at(SERVER));
    Traffic traffic = stage.traffic("WEB_TCP");
    TcpConnection connection =
        new TcpConnection(traffic, plan, dialogue, client, 51_000, server, 443);
    connection.start(0);
    return connection;
  }

  private static void talk(Stage stage, int percentReconnecting) {
    connect(stage, new ConnectionPlan().reconnecting(percentReconnecting), TALK);
    stage.world.run(60 * S);
  }

  private static Attempt only(Stage stage) {
    assertEquals(1, stage.attempts.size());
    return stage.attempts.getFirst();
  }

  /** Drops packets by their place among those that a test asks for, from 1. */
  private static Stage losing(int flags, boolean withData, int first, int last) {
    AtomicInteger seen = new AtomicInteger();
    return new Stage(
        (batch, i, replies) -> {
          boolean data = batch.payloadLength[i] > 0;
          if ((batch.tcpFlags[i] & ~Tcp.PSH) == flags && data == withData) {
            int number = seen.incrementAndGet();
            if (number >= first && number <= last) {
              batch.verdict[i] = Verdict.DROP_CODE;
            }
          }
        });
  }

  private static boolean isSyn(PacketBatch batch, int i) {
    return batch.tcpFlags[i] == Tcp.SYN;
  }

  private static void reply(Replies replies, int cause, int flags, int acknowledgement) {
    Segment.write(replies.frameAddress[replies.count], flags, 77, acknowledgement);
    replies.add(Segment.BYTES, true, cause, 0);
  }

  private static int sequence(PacketBatch batch, int i) {
    return Memory.i32(batch.frameAddress[i] + batch.transportOffset[i] + Tcp.SEQUENCE);
  }

  @Test
  void shouldTalkInOrderAndClose() {
    Stage stage = Stage.open();
    talk(stage, 70);
    List<String> lines = stage.segments;
    assertEquals(
        List.of(
            "in 0 pass S 0",
            "out 2 pass SA 0",
            "in 22 pass A 0",
            "in 22 pass A 1448",
            "in 22 pass PA 352",
            "out 24 pass A 0"),
        lines.subList(0, 6));
    assertEquals(28, lines.stream().filter(one -> one.matches("out .* P?A [1-9].*")).count());
    assertEquals(14, lines.stream().filter(one -> one.matches("in .* A 0")).count() - 2);
    assertTrue(lines.getLast().matches("in .* A 0"), lines.getLast());
    assertEquals(2, stage.count("FA"));
    assertEquals("{1=ended}", stage.flows.toString());
    assertEquals(23.05e6, only(stage).tookNs(), 1e5);
    assertEquals(only(stage).usualNs(), only(stage).tookNs(), 1e5);
  }

  @Test
  void shouldMissNothingWhereOnlyOneDirectionIsSeen() {
    Stage stage = new Stage((batch, i, replies) -> {}, View.ASYMMETRIC, 1_000);
    talk(stage, 70);
    assertEquals(0, stage.count("out"));
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldSendSynAgainAfterOneSecondAndSucceed() {
    Stage stage = losing(Tcp.SYN, false, 1, 1);
    talk(stage, 70);
    assertEquals("in 1000 pass S 0", stage.segments.get(1));
    assertEquals(1_023.05e6, only(stage).tookNs(), 1e5);
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldGiveUpWhenNoSynPasses() {
    Stage stage = losing(Tcp.SYN, false, 1, 99);
    talk(stage, 70);
    assertEquals(List.of("in 0 lost S 0", "in 1000 lost S 0", "in 3000 lost S 0"), stage.segments);
    assertEquals(-1, only(stage).tookNs());
    assertEquals("{}", stage.flows.toString());
  }

  @Test
  void shouldSendAgainWhatWasLost() {
    Stage stage = losing(Tcp.ACK, true, 12, 12);
    talk(stage, 70);
    assertEquals("{1=ended}", stage.flows.toString());
    assertTrue(stage.segments.size() > 60);
  }

  @Test
  void shouldDieWhenTheSameSegmentIsLostAgainAndAgain() {
    Stage stage = losing(Tcp.ACK, true, 1, 999);
    talk(stage, 70);
    assertEquals("{1=died: timeout}", stage.flows.toString());
    assertEquals(-1, only(stage).tookNs());
  }

  @Test
  void shouldResetWrongAnswerAndKeepWaiting() {
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (isSyn(batch, i)) {
                batch.verdict[i] = Verdict.CHALLENGE_CODE;
                reply(replies, i, Tcp.SYN | Tcp.ACK, 0x0C0F_FEE0);
              }
            });
    talk(stage, 70);
    assertEquals(
        List.of(
            "in 0 lost S 0",
            "in 20 pass R 0",
            "in 1000 lost S 0",
            "in 1020 pass R 0",
            "in 3000 lost S 0",
            "in 3020 pass R 0"),
        stage.segments);
    int number = ByteBuffer.wrap(stage.frames.get(1)).getInt(14 + 20 + Tcp.SEQUENCE);
    assertEquals(0x0C0F_FEE0, number);
    assertEquals(Truth.Kind.CHALLENGE, stage.truths.get(1).kind());
    assertEquals(-1, only(stage).tookNs());
  }

  @Test
  void shouldGoOnWhenItsSynIsReleased() {
    int[] first = new int[1];
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (isSyn(batch, i)) {
                first[0] = sequence(batch, i);
                batch.verdict[i] = Verdict.CHALLENGE_CODE;
                reply(replies, i, Tcp.SYN | Tcp.ACK, 0x0C0F_FEE0);
              } else if (batch.tcpFlags[i] == Tcp.RST) {
                batch.verdict[i] = Verdict.DROP_CODE;
                Segment.write(replies.frameAddress[replies.count], Tcp.SYN, first[0], 0);
                replies.add(Segment.BYTES, false, i, 1);
              }
            });
    talk(stage, 70);
    assertEquals("out 22 pass SA 0", stage.segments.get(2));
    assertEquals(43.05e6, only(stage).tookNs(), 1e5);
    assertEquals("{1=ended}", stage.flows.toString());
  }

  /** Answers SYNs in the server's place, and sends them on when the client has answered. */
  private static Stage greeting(boolean translated) {
    int given = 0x0C0F_FEE0;
    int[] numbers = new int[2];
    return new Stage(
        (batch, i, replies) -> {
          long tcp = batch.frameAddress[i] + batch.transportOffset[i];
          int acknowledges = Memory.i32(tcp + Tcp.ACKNOWLEDGEMENT);
          boolean out = batch.interfaceId[i] == 1;
          if (isSyn(batch, i)) {
            numbers[0] = sequence(batch, i);
            batch.verdict[i] = Verdict.CHALLENGE_CODE;
            Segment.write(
                replies.frameAddress[replies.count], Tcp.SYN | Tcp.ACK, given, numbers[0] + 1);
            replies.add(Segment.BYTES, true, i, 0);
          } else if (acknowledges == given + 1 && numbers[1] == 0) {
            batch.verdict[i] = Verdict.CHALLENGE_CODE;
            Segment.write(replies.frameAddress[replies.count], Tcp.SYN, numbers[0], 0);
            replies.add(Segment.BYTES, false, i, 1);
          } else if (out && (batch.tcpFlags[i] & Tcp.SYN) != 0) {
            numbers[1] = sequence(batch, i);
            Segment.write(
                replies.frameAddress[replies.count], Tcp.ACK, numbers[0] + 1, numbers[1] + 1);
            replies.add(Segment.BYTES, false, i, 1);
          }
          if (translated && numbers[1] != 0) {
            translate(tcp, batch, i, out ? given - numbers[1] : numbers[1] - given, out);
          }
        });
  }

  private static void translate(long tcp, PacketBatch batch, int i, int delta, boolean out) {
    int header = batch.payloadOffset[i] - batch.transportOffset[i];
    long before = InternetChecksum.sum(tcp, header);
    int syn = (batch.tcpFlags[i] & Tcp.SYN) != 0 ? 1 : 0;
    long at = tcp + (out ? Tcp.SEQUENCE : Tcp.ACKNOWLEDGEMENT);
    Memory.putI32(at, Memory.i32(at) + delta + syn);
    int checksum = Memory.u16(tcp + Tcp.CHECKSUM);
    long after = InternetChecksum.sum(tcp, header);
    Memory.putU16(tcp + Tcp.CHECKSUM, InternetChecksum.changed(checksum, before, after));
  }

  @Test
  void shouldSpeakWhenItsServerHasOpenedTheWindow() {
    Stage stage = greeting(true);
    talk(stage, 70);
    assertEquals(1, stage.attempts.size());
    assertEquals(43.05e6, only(stage).tookNs(), 1e5);
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldNotTakeWhatCountsDifferently() {
    Stage stage = greeting(false);
    talk(stage, 70);
    assertEquals(-1, only(stage).tookNs());
  }

  @Test
  void shouldBeginAnewWhenSetUpIsReset() {
    AtomicInteger syns = new AtomicInteger();
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (isSyn(batch, i) && syns.incrementAndGet() == 1) {
                batch.verdict[i] = Verdict.CHALLENGE_CODE;
                reply(replies, i, Tcp.RST | Tcp.ACK, sequence(batch, i) + 1);
              }
            });
    talk(stage, 100);
    assertEquals("{2=ended}", stage.flows.toString());
    assertEquals(43.05e6, only(stage).tookNs(), 1e5);
  }

  @Test
  void shouldFailWhenSetUpIsResetAndItDoesNotBeginAnew() {
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              batch.verdict[i] = Verdict.CHALLENGE_CODE;
              reply(replies, i, Tcp.RST | Tcp.ACK, sequence(batch, i) + 1);
            });
    talk(stage, 0);
    assertEquals(1, stage.segments.size());
    assertEquals(-1, only(stage).tookNs());
  }

  @Test
  void shouldDieWhenAnEstablishedConnectionIsReset() {
    Stage stage =
        new Stage(
            (batch, i, replies) -> {
              if (batch.payloadLength[i] > 0) {
                batch.verdict[i] = Verdict.CHALLENGE_CODE;
                reply(replies, i, Tcp.RST, 0);
              }
            });
    talk(stage, 70);
    assertEquals("{1=died: reset by the scrubber}", stage.flows.toString());
  }

  @Test
  void shouldAnswerSynOnceMoreWhenTheHandshakeIsNotCompleted() {
    Stage stage = losing(Tcp.SYN | Tcp.ACK, false, 1, 1);
    talk(stage, 70);
    assertEquals(2 + 1, stage.count(" SA 0"));
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldResetWhatAServerHasForgotten() {
    Stage stage = Stage.open();
    Dialogue longTalk =
        (connection, turn) -> connection.say(turn % 2, null, 100, turn % 2 == 0 ? S : 1_000_000);
    connect(stage, new ConnectionPlan(), longTalk);
    stage.world.run(5 * S);
    Servers.of(stage.world).at(SERVER).reboot();
    stage.world.run(10 * S);
    assertTrue(stage.segments.getLast().matches("out .* RA 0"), stage.segments.getLast());
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldProbeClosedWindow() {
    Stage stage = Stage.open();
    Dialogue stalled =
        (connection, turn) -> {
          switch (turn) {
            case 0 -> connection.say(TcpConnection.CLIENT, null, 500, 0);
            case 1 -> connection.probe(TcpConnection.CLIENT, 5, S, true);
            default -> connection.finish(TcpConnection.SERVER, 1_000_000);
          }
        };
    connect(stage, new ConnectionPlan(), stalled);
    stage.world.run(20 * S);
    assertEquals(5, stage.count(" A 1"));
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldOpenFromBothEndsAtOnce() {
    Stage stage = Stage.open();
    connect(stage, new ConnectionPlan().withSimultaneousOpen(), TALK);
    stage.world.run(20 * S);
    assertEquals(
        List.of("in 0 pass S 0", "out 0 pass S 0", "out 2 pass SA 0", "in 20 pass SA 0"),
        stage.segments.subList(0, 4));
    assertEquals("{1=ended}", stage.flows.toString());
  }

  @Test
  void shouldSendTheSameFramesEachTime() {
    String[] digests = new String[2];
    for (int k = 0; k < 2; k++) {
      Stage stage = losing(Tcp.ACK, true, 7, 9);
      talk(stage, 70);
      digests[k] = stage.digest();
    }
    assertEquals(digests[0], digests[1]);
  }
}
