package org.scrubber.benchmarks.journal;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.journal.EventRing;
import org.scrubber.journal.EventType;
import org.scrubber.journal.Fields.VectorTotals;
import org.scrubber.journal.RecordBuffer;

/** What making a record, putting it into the ring and taking it out again cost, on one thread. */
public class EventRingBenchmark extends NsBenchmark {
  private final EventRing ring = new EventRing(EventRing.DEFAULT_BYTES);
  private final RecordBuffer record = new RecordBuffer(0);
  private long taken;

  /** Creates the state. */
  public EventRingBenchmark() {}

  /**
   * Sends a batch of records through the ring.
   *
   * @return bytes taken out so far
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long through() {
    for (int k = 0; k < BATCH; k++) {
      record.begin(EventType.VECTOR_TOTALS, k);
      record.put(VectorTotals.OBJECT, k).put(VectorTotals.OFFERED_PACKETS, taken);
      record.sendTo(ring);
    }
    ring.drain((type, buffer, index, length) -> taken += length, BATCH);
    return taken;
  }
}
