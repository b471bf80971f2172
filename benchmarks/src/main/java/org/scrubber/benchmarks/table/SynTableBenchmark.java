package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.SynTable;

/** What remembering a challenged SYN costs, and finding it again. */
public class SynTableBenchmark extends NsBenchmark {
  private final SynTable table = new SynTable(1 << 18);

  /** Creates the state; the fields are set by JMH. */
  public SynTableBenchmark() {}

  /**
   * Enters SYNs of a flood.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long enter(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.enter(keys.at(k), k, nowNs);
    }
    return sum;
  }

  /**
   * Looks for SYNs that mostly are not there.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long find(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.find(keys.at(k), nowNs);
    }
    return sum;
  }
}
