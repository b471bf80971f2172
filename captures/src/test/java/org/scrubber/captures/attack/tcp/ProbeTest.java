package org.scrubber.captures.attack.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Replies;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.packet.PacketBuilder;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.Gate;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.World;
import org.scrubber.parse.Parser;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

class ProbeTest {
  private static final String BOT = "22.1.2.3";
  private static final String PORTAL = "198.18.0.10";
  private static final int COOKIE = 0x1234_5678;

  private final List<Integer> flags = new ArrayList<>();
  private final List<Long> failures = new ArrayList<>();

  private void probe(Gate gate) {
    World world = new World("probe", 1, gate, View.SYMMETRIC, List.of());
    Stream stream = world.stream("v1", "probe");
    Shot shot = new Shot(stream.random());
    shot.isV4 = true;
    shot.sourceLow = Address.parse(BOT).low();
    shot.targetLow = Address.parse(PORTAL).low();
    shot.targetPort = 443;
    Truth truth = new Truth(Truth.Kind.AMBIGUOUS, 0, 0, "probe");
    world.at(
        stream,
        0,
        (w, code) -> Probe.send(w, stream, shot, truth, timeNs -> failures.add(timeNs)),
        0);
    world.run(5_000_000_000L);
  }

  /** A gate that judges SYNs and RSTs in its own way, and lets the rest pass. */
  private abstract class Strict implements Gate {
    final Replies replies = new Replies(PacketBatch.MAX_CAPACITY);
    private final Parser parser = new Parser();

    abstract byte judge(PacketBatch batch, int i, int tcpFlags);

    @Override
    public void judge(PacketBatch batch) {
      parser.parse(batch);
      replies.clear();
      for (int i = 0; i < batch.size; i++) {
        flags.add(batch.tcpFlags[i]);
        batch.verdict[i] = judge(batch, i, batch.tcpFlags[i]);
      }
    }

    @Override
    public Replies replies() {
      return replies;
    }

    void reply(byte[] frame, boolean outside, int cause) {
      Memory.copy(frame, 0, replies.frameAddress[replies.count], frame.length);
      replies.add(frame.length, outside, cause, outside ? 0 : 1);
    }
  }

  @Test
  void shouldSucceedWhenNothingStopsIt() {
    probe(
        new Strict() {
          @Override
          byte judge(PacketBatch batch, int i, int tcpFlags) {
            return Verdict.PASS_CODE;
          }
        });
    assertEquals(List.of(Tcp.SYN, Tcp.SYN | Tcp.ACK, Tcp.ACK), flags);
    assertTrue(failures.isEmpty());
  }

  @Test
  void shouldAskTwiceAndFailAfterASecondWhenDropped() {
    probe(
        new Strict() {
          @Override
          byte judge(PacketBatch batch, int i, int tcpFlags) {
            return Verdict.DROP_CODE;
          }
        });
    assertEquals(List.of(Tcp.SYN, Tcp.SYN), flags);
    assertEquals(List.of(1_000_000_000L), failures);
  }

  @Test
  void shouldProveItsSourceWhenChallenged() {
    probe(
        new Strict() {
          @Override
          byte judge(PacketBatch batch, int i, int tcpFlags) {
            PacketBuilder link = PacketBuilder.ethernet();
            if (tcpFlags == Tcp.SYN) {
              int port = batch.ports[i] >>> 16;
              reply(link.ipv4(PORTAL, BOT).tcp(443, port).syn().ack(COOKIE).build(), true, i);
              return Verdict.CHALLENGE_CODE;
            }
            if (tcpFlags == Tcp.RST) {
              long tcp = batch.frameAddress[i] + batch.transportOffset[i];
              assertEquals(COOKIE, Memory.i32(tcp + Tcp.SEQUENCE));
              reply(link.ipv4(BOT, PORTAL).tcp(40_000, 443).syn().build(), false, i);
              return Verdict.DROP_CODE;
            }
            return Verdict.PASS_CODE;
          }
        });
    assertEquals(List.of(Tcp.SYN, Tcp.RST, Tcp.SYN | Tcp.ACK, Tcp.ACK), flags);
    assertTrue(failures.isEmpty());
  }
}
