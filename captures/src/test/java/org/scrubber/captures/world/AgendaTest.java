package org.scrubber.captures.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.captures.random.RandomStream;

class AgendaTest {
  private static final Actor NOBODY = (world, code) -> {};

  private record Entry(long timeNs, int stream, int number) {}

  @Test
  void shouldOrderByTimeThenStreamThenSequence() {
    RandomStream random = new RandomStream(1);
    Stream[] streams = new Stream[5];
    for (int s = 0; s < streams.length; s++) {
      streams[s] = new Stream(s, "s" + s, random);
    }
    Agenda agenda = new Agenda();
    List<Entry> expected = new ArrayList<>();
    for (int n = 0; n < 20_000; n++) {
      int s = random.below(streams.length);
      long time = random.below(500);
      agenda.add(streams[s], time, NOBODY, n);
      expected.add(new Entry(time, s, n));
    }
    expected.sort(
        Comparator.comparingLong(Entry::timeNs)
            .thenComparingInt(Entry::stream)
            .thenComparingInt(Entry::number));
    for (Entry next : expected) {
      assertEquals(next.timeNs(), agenda.nextNs());
      assertEquals(next.number(), agenda.nextCode());
      agenda.removeFirst();
    }
    assertTrue(agenda.isEmpty());
  }
}
