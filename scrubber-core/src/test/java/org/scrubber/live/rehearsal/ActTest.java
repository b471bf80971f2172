package org.scrubber.live.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.PacketLine;

class ActTest {
  private final Stage stage = new Stage();
  private final PacketBatch batch = new PacketBatch();
  private final Set<Integer> sizes = new TreeSet<>();
  private final Set<Integer> sides = new TreeSet<>();

  ActTest() throws IOException {}

  @AfterEach
  void close() {
    stage.close();
  }

  private void play(Act act) throws IOException {
    stage.play(act);
    for (int turn = 0; turn < 16; turn++) {
      stage.step();
      sizes.add(stage.line().poll(batch, turn));
      for (int i = 0; i < batch.size; i++) {
        sides.add(batch.interfaceId[i]);
      }
      stage.line().complete(batch);
    }
  }

  @Test
  void shouldFillEachBatchFromBothSides() throws IOException {
    play(Act.FLOODED);
    assertEquals(Set.of(batch.capacity), sizes);
    assertEquals(Set.of(PacketLine.OUTSIDE, PacketLine.INSIDE), sides);
  }

  @Test
  void shouldSeeOneDirectionAlone() throws IOException {
    play(Act.ONE_WAY);
    assertEquals(Set.of(batch.capacity), sizes);
    assertEquals(Set.of(PacketLine.OUTSIDE), sides);
  }

  @Test
  void shouldHaveTurnsWithFewPacketsAndWithNone() throws IOException {
    play(Act.QUIET);
    assertTrue(sizes.containsAll(Set.of(0, 1, 2)), sizes::toString);
    assertEquals(Set.of(PacketLine.OUTSIDE, PacketLine.INSIDE), sides);
    assertTrue(Act.QUIET.turns() > 10 * Act.FLOODED.turns(), "small batches come more often");
    assertTrue(RehearsalPolicy.create(Act.QUIET).objects().size() > 50);
  }
}
