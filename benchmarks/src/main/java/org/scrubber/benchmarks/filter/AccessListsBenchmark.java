package org.scrubber.benchmarks.filter;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.benchmarks.stage.Judged;
import org.scrubber.filter.AccessLists;

/** What lists cost where they do not match. */
public class AccessListsBenchmark extends NsBenchmark {
  private AccessLists filter;

  /** Creates the state; the fields are set by JMH. */
  public AccessListsBenchmark() {}

  /** Builds the stage. */
  @Setup
  public void build(Judged judged) {
    filter = new AccessLists(judged.policy());
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
