package org.scrubber.benchmarks.filter;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.benchmarks.stage.Judged;
import org.scrubber.filter.Invariants;

/** What the look for impossible packets costs. */
public class InvariantsBenchmark extends NsBenchmark {
  private Invariants filter;

  /** Creates the state; the fields are set by JMH. */
  public InvariantsBenchmark() {}

  /** Builds the stage. */
  @Setup
  public void build(Judged judged) {
    filter = new Invariants(judged.objects());
  }

  /**
   * Filters a batch.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long apply(Judged judged) {
    PacketBatch batch = judged.next();
    filter.apply(batch);
    return (long) batch.survivorCount + batch.verdict[batch.size - 1];
  }
}
