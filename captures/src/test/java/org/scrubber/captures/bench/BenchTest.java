package org.scrubber.captures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BenchTest {
  @Test
  void shouldAllocateNothingAPacket() throws InterruptedException {
    Measurement measured = Bench.measure(Setting.quick(Kind.ALL));
    // A class that is loaded late is a few kilobytes of hundreds of thousands of packets.
    assertTrue(measured.allocatedBytes() < 0.1, measured.toString());
    assertTrue(measured.rounds() >= 10, measured.toString());
    assertEquals(1, measured.scaling());
  }

  @Test
  void shouldMeasureTwoWorkersBesideOne() throws InterruptedException {
    Setting setting = Setting.quick(Kind.CARPET).withWorkers(2);
    Measurement measured = Bench.measure(setting);
    assertEquals(2 * 4 * setting.passes(), measured.rounds());
    assertTrue(measured.scaling() > 0 && measured.outcome().isRight(Kind.CARPET));
  }
}
