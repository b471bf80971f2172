package org.scrubber.benchmarks.stage;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.detect.Mitigations;
import org.scrubber.report.Tally;

/** What counting what became of packets costs. */
public class TallyBenchmark extends NsBenchmark {
  private Tally tally;

  /** Creates the state; the fields are set by JMH. */
  public TallyBenchmark() {}

  /** Builds the stage. */
  @Setup
  public void build(Judged judged) {
    Mitigations none = new Mitigations(judged.policy().objects());
    tally = new Tally(judged.policy().objects().size(), 1, none);
  }

  /**
   * Counts a batch.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long update(Judged judged) {
    PacketBatch batch = judged.next();
    tally.update(batch, 0);
    return (long) batch.survivorCount + batch.verdict[batch.size - 1];
  }
}
