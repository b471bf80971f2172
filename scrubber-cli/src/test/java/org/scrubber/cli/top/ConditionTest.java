package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.counter.CounterReader;

/** Whether all is well, in words. */
class ConditionTest {
  private static final Glance.Packets NONE = new Glance.Packets(0, 0);

  @TempDir private Path directory;

  private Condition ofPast(Glance.Packets past) throws IOException {
    Path file = directory.resolve("counters");
    try (CountedInstance instance = new CountedInstance(file)) {
      instance.publish(7);
      try (CounterReader reader = CounterReader.open(file)) {
        Glance.Side side =
            new Glance.Side(
                "outside", "eth0", "", false, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, past,
                7);
        return Condition.of(
            CounterReader.Life.RUNNING,
            reader.read(),
            List.of(),
            7,
            new Glance.Identity("running", 1, "", "", "", "", 0, 0, 0),
            List.of(side),
            List.of(),
            List.of(),
            0,
            new Glance.Conductor(0, 0, false, 0, 0, false, 0, 0, 0, 0, 0));
      }
    }
  }

  @Test
  void shouldSayThatPacketsWentPastUnjudged() throws IOException {
    assertEquals(
        new Condition(false, "NOT WELL: 108 pps went past unjudged; 0 objects, none under attack"),
        ofPast(new Glance.Packets(324, 108)));
  }

  @Test
  void shouldNotHoldAgainstItWhatWentPastLongAgo() throws IOException {
    assertEquals(
        new Condition(true, "all is well: 0 objects, none under attack"),
        ofPast(new Glance.Packets(324, 0)));
  }
}
