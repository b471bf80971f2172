package org.scrubber.captures.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.plan.Address;

class WorldTest {
  private static final Truth PING = Truth.legit(0, "PING");
  private static final Address CLIENT = Address.parse("11.0.0.1");
  private static final Address SERVER = Address.parse("198.18.0.10");
  private static final long ROUND_TRIP_NS = 20_000_000L;

  private final List<String> seen = new ArrayList<>();
  private final Witness diary =
      new Witness() {
        @Override
        public void packet(PacketBatch batch, int i, Crossing crossing) {
          seen.add(crossing.timeNs / 1_000_000 + (crossing.inbound ? " in" : " out"));
        }

        @Override
        public void bypassed(long timeNs, Crossing crossing) {
          seen.add(timeNs / 1_000_000 + " past");
        }
      };

  /** Sends a ping; the server answers 2 ms later, and the client a round trip later pings again. */
  private final class Pinger implements Actor, Party {
    private static final int ASK = 1;
    private static final int ANSWER = 2;
    private final Stream stream;
    private int left;

    Pinger(World world, int times) {
      stream = world.stream("test", "pinger");
      left = times;
      world.at(stream, 0, this, ASK);
    }

    @Override
    public void act(World world, int code) {
      boolean in = code == ASK;
      world.frame(in).ip(in ? CLIENT : SERVER, in ? SERVER : CLIENT, 60, 1, true).udp(7, 7);
      world.emit(PING, 1, this, code);
    }

    @Override
    public void passed(World world, long timeNs, int code) {
      if (code == ASK) {
        world.at(stream, timeNs + 2_000_000, this, ANSWER);
      } else if (--left > 0) {
        world.at(stream, timeNs + ROUND_TRIP_NS, this, ASK);
      }
    }
  }

  private static Gate gate(byte verdict) {
    return batch -> java.util.Arrays.fill(batch.verdict, verdict);
  }

  private World world(Gate gate, View view) {
    return new World("test", 1, gate, view, List.of(diary));
  }

  @Test
  void shouldAnswerWhatPassed() {
    World world = world(gate(Verdict.PASS_CODE), View.SYMMETRIC);
    new Pinger(world, 2);
    world.run(1_000_000_000L);
    assertEquals(List.of("0 in", "2 out", "22 in", "24 out"), seen);
  }

  @Test
  void shouldNotAnswerWhatWasDropped() {
    World world = world(gate(Verdict.DROP_CODE), View.SYMMETRIC);
    new Pinger(world, 2);
    world.run(1_000_000_000L);
    assertEquals(List.of("0 in"), seen);
  }

  @Test
  void shouldLetAnswersGoPastInOneWayView() {
    World world = world(gate(Verdict.PASS_CODE), View.ASYMMETRIC);
    new Pinger(world, 2);
    world.run(1_000_000_000L);
    // What goes past is seen at once; what crosses, when its batch is judged.
    assertEquals(List.of("0 in", "2 past", "22 in", "24 past"), seen);
  }

  @Test
  void shouldEndAtItsEnd() {
    World world = world(gate(Verdict.PASS_CODE), View.SYMMETRIC);
    new Pinger(world, 1_000);
    world.run(100_000_000L);
    assertEquals(100_000_000L, world.nowNs());
    assertEquals("90 out", seen.getLast());
  }

  @Test
  void shouldGiveStreamsOfSameNameSameNumbers() {
    long first = world(gate((byte) 0), View.SYMMETRIC).stream("a", "b").random().next();
    World other = world(gate((byte) 0), View.SYMMETRIC);
    other.stream("x", "y");
    assertEquals(first, other.stream("a", "b").random().next());
  }

  @Test
  void shouldRefuseToSendToRealNetworks() {
    World world = world(gate(Verdict.PASS_CODE), View.SYMMETRIC);
    Stream stream = world.stream("test", "leak");
    world.at(
        stream,
        5,
        (w, code) -> {
          w.frame(true).ip(CLIENT, Address.parse("9.9.9.9"), 60, 1, true).udp(7, 7);
          w.emit(PING, 0, null, 0);
        },
        0);
    assertThrows(IllegalStateException.class, () -> world.run(1_000));
  }

  @Test
  void shouldJudgeInBatchesNoLongerThanLookahead() {
    List<Long> spans = new ArrayList<>();
    Gate measuring =
        batch -> {
          spans.add(batch.timestampNs[batch.size - 1] - batch.timestampNs[0]);
          java.util.Arrays.fill(batch.verdict, Verdict.PASS_CODE);
        };
    World world = world(measuring, View.SYMMETRIC);
    Stream stream = world.stream("test", "steady");
    Actor steady =
        new Actor() {
          @Override
          public void act(World w, int code) {
            w.frame(true).ip(CLIENT, SERVER, 60, 1, true).udp(7, 7);
            w.emit(PING, 0, null, 0);
            w.at(stream, w.nowNs() + 100_000, this, 0);
          }
        };
    world.at(stream, 0, steady, 0);
    world.run(50_000_000L);
    assertTrue(spans.size() >= 50, spans.toString());
    spans.forEach(span -> assertTrue(span < World.LOOKAHEAD_NS, span.toString()));
  }
}
