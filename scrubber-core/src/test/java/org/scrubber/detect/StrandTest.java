package org.scrubber.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.scrubber.batch.Bulk;
import org.scrubber.state.Carrier;

class StrandTest {
  private static final long NOW_NS = 7_000_000_000L;

  private static Strand strand(long allPps, int packets, boolean opens) {
    Strand strand = new Strand();
    strand.begin(NOW_NS);
    strand.thresholdPps = 20;
    strand.allPps = allPps;
    Bulk bulk = new Bulk();
    bulk.packets = packets;
    bulk.bytes = 100L * packets;
    bulk.opens = opens;
    bulk.clockNs = NOW_NS;
    bulk.timeNs = NOW_NS;
    strand.credit(bulk);
    return strand;
  }

  private static Strand carried(Strand from) {
    Strand to = new Strand();
    to.begin(0);
    Carrier carrier = new Carrier();
    carrier.measure();
    from.carry(carrier);
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(carrier.bytes(), 8).address();
      carrier.save(address);
      from.carry(carrier);
      carrier.restore(address);
      to.carry(carrier);
    }
    return to;
  }

  @Test
  void shouldHoldEachRateAgainstWhatItCountsAfterARestart() {
    for (Strand quiet : new Strand[] {strand(1_000, 100, false), strand(1_000, 9, true)}) {
      assertEquals(false, quiet.isBusy());
      assertEquals(false, carried(quiet).isBusy());
    }
    for (Strand busy : new Strand[] {strand(1_000, 100, true), strand(1_000, 500, false)}) {
      assertEquals(true, busy.isBusy());
      assertEquals(true, carried(busy).isBusy());
    }
  }
}
