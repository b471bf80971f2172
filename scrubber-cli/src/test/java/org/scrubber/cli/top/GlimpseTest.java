package org.scrubber.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scrubber.counter.CounterReader;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.counter.Readings;
import org.scrubber.io.netlink.LinkWatch;

final class GlimpseTest {
  private static final long NOW = CountedInstance.START_NS + 10_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("eth0-eth1.counters");
  }

  @Test
  void shouldMakeRatesOfTwoReadings() throws IOException {
    try (CountedInstance instance = new CountedInstance(file());
        CounterReader reader = CounterReader.open(file())) {
      instance.count(10, 0, 0);
      instance.publish(NOW);
      Readings before = reader.read();
      instance.count(300, 200, 100);
      instance.publish(NOW + 2 * SECOND);
      Glance glance = Glimpse.of(reader, before, reader.read(), NOW + 2 * SECOND);
      assertEquals(2 * SECOND, glance.intervalNs());
      Glance.Totals totals = glance.totals();
      assertEquals(new Glance.Rate(610, 61_000, 300, 240_000), totals.offered());
      assertEquals(new Glance.Rate(310, 31_000, 150, 120_000), totals.passed());
      assertEquals(new Glance.Rate(200, 20_000, 100, 80_000), totals.dropped());
      assertEquals(new Glance.Rate(100, 10_000, 50, 40_000), totals.challenged());
      assertEquals(totals.offered(), glance.objects().getFirst().offered());
      assertEquals(2, glance.reasons().size());
      assertEquals("syn-flood-unproven-source", glance.reasons().get(1).code());
      assertEquals(50, glance.reasons().get(1).packetsPerSecond());
      assertEquals(12 * SECOND, glance.instance().upNs());
    }
  }

  @Test
  void shouldHaveNoRatesWithoutTimeBetweenReadings() throws IOException {
    try (CountedInstance instance = new CountedInstance(file());
        CounterReader reader = CounterReader.open(file())) {
      Readings never = reader.read();
      instance.count(10, 0, 0);
      instance.publish(NOW);
      assertEquals(0, Glimpse.of(reader, never, reader.read(), NOW).intervalNs());
      Readings once = reader.read();
      Glance glance = Glimpse.of(reader, once, once, NOW);
      assertEquals(0, glance.totals().offered().packetsPerSecond());
      assertEquals(10, glance.totals().offered().packets());
    }
  }

  @Test
  void shouldSayInWordsWhetherAllIsWell() throws IOException {
    CountedInstance instance = new CountedInstance(file());
    try (CounterReader reader = CounterReader.open(file())) {
      instance.publish(NOW);
      assertWords(reader, NOW, true, "all is well: 2 objects, none under attack");
      instance.file.set(InstanceCounter.HEARTBEAT_NS, NOW + 2 * SECOND);
      assertWords(
          reader,
          NOW + 2 * SECOND,
          false,
          "NOT WELL: worker 0 has not run for 2.0 s; 2 objects, none under attack");
      assertWords(
          reader,
          NOW + 5 * SECOND,
          false,
          "NOT WELL: no sign of life for 3.0 s; 2 objects, none under attack");
      instance.publish(NOW + 5 * SECOND);
      instance.file.set(InstanceCounter.INSIDE_DOWN, Readings.of(LinkWatch.State.NO_CARRIER));
      instance.file.set(InstanceCounter.BYPASS_OPEN, 1);
      assertWords(
          reader,
          NOW + 5 * SECOND,
          false,
          "NOT WELL: the bypass is open and nothing is judged; eth1 has no carrier; 2 objects,"
              + " none under attack");
      instance.close();
      assertWords(
          reader,
          NOW + 5 * SECOND,
          false,
          "the instance has ended: process %d, last heard of at 08:00:15 UTC"
              .formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void shouldSayHowAnInterfaceIsDrivenWithoutItsNameAgain() throws IOException {
    try (CountedInstance instance = new CountedInstance(file());
        CounterReader reader = CounterReader.open(file())) {
      instance.publish(NOW);
      Glance glance = Glimpse.of(reader, reader.read(), reader.read(), NOW);
      assertEquals("veth, XDP native", glance.sides().getFirst().mode());
      assertEquals("AF_XDP", glance.sides().get(1).mode());
    }
  }

  private static void assertWords(CounterReader reader, long nowNs, boolean well, String expected) {
    Readings readings = reader.read();
    Glance glance = Glimpse.of(reader, readings, readings, nowNs);
    assertEquals(expected, glance.words());
    assertEquals(well, glance.well());
  }

  @Test
  void shouldFollowAnInstanceThatIsStartedAnew() throws IOException {
    CountedInstance first = new CountedInstance(file());
    first.publish(NOW);
    try (Attachment attachment =
        Attachment.to(file().toString(), org.scrubber.counter.CounterDirectory.system(), NOW)) {
      assertFalse(attachment.follow(NOW), "it is running");
      first.close();
      assertFalse(attachment.follow(NOW), "nobody to follow");
      try (CountedInstance second = new CountedInstance(file(), NOW)) {
        second.publish(NOW + SECOND);
        assertTrue(attachment.follow(NOW + SECOND));
        assertEquals(NOW, attachment.reader().startedNs());
        assertFalse(attachment.follow(NOW + SECOND));
      }
    }
  }
}
