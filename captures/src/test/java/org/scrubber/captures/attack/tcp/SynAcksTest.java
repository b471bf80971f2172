package org.scrubber.captures.attack.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.captures.attack.tool.Shot;
import org.scrubber.captures.plan.Address;
import org.scrubber.captures.world.Crossing;
import org.scrubber.captures.world.Stream;
import org.scrubber.captures.world.Truth;
import org.scrubber.captures.world.View;
import org.scrubber.captures.world.Witness;
import org.scrubber.captures.world.World;
import org.scrubber.wire.Memory;
import org.scrubber.wire.Tcp;

class SynAcksTest {
  private static final double SECOND_NS = 1e9;

  private final Map<Long, List<Double>> secondsByAnswer = new HashMap<>();

  @Test
  void shouldRepeatAnswersAsServersDo() {
    send(300, 40);
    int repeated = 0;
    for (List<Double> seconds : secondsByAnswer.values()) {
      if (seconds.size() < 6) {
        continue;
      }
      repeated++;
      double first = seconds.getFirst();
      double[] expected = {1, 3, 7, 15, 31};
      for (int k = 0; k < expected.length; k++) {
        assertEquals(expected[k], seconds.get(k + 1) - first, 0.15);
      }
    }
    assertTrue(repeated > 50, "repeated: " + repeated);
  }

  @Test
  void shouldRepeatNothingThatWasAnswered() {
    send(300, 5);
    long once = secondsByAnswer.values().stream().filter(list -> list.size() == 1).count();
    assertTrue(once > secondsByAnswer.size() / 3, "once: " + once);
  }

  /** Sends so many packets/s, all to different hosts, and notes when each answer came. */
  private void send(int perSecond, int seconds) {
    Witness witness =
        new Witness() {
          @Override
          public void packet(PacketBatch batch, int i, Crossing crossing) {
            long tcp = batch.frameAddress[i] + 14 + 20;
            long key = (long) Memory.i32(tcp + Tcp.SEQUENCE) << 32 | Memory.u32(tcp);
            secondsByAnswer
                .computeIfAbsent(key, k -> new ArrayList<>())
                .add(crossing.timeNs / SECOND_NS);
          }
        };
    World world =
        new World(
            "synacks",
            1,
            batch -> java.util.Arrays.fill(batch.verdict, Verdict.PASS_CODE),
            View.SYMMETRIC,
            List.of(witness));
    Stream stream = world.stream("v1", "attack");
    Shot shot = new Shot(stream.random());
    SynAcks tool = new SynAcks();
    for (int k = 0; k < perSecond * seconds; k++) {
      world.at(
          stream,
          (long) (k * SECOND_NS / perSecond),
          (w, code) -> {
            shot.nowNs = w.nowNs();
            shot.isV4 = true;
            shot.sourceLow = 0x1500_0000L + shot.random.below(50_000);
            shot.targetLow = Address.parse("198.18.32.0").low() + shot.random.below(8_192);
            shot.targetPort = 40_000;
            tool.write(w.frame(true), shot);
            w.emit(Truth.legit(0, "test"), 0, null, 0);
          },
          0);
    }
    world.run((long) (seconds * SECOND_NS));
  }
}
