package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.SpreadTable;

/** What counting distinct sources of a target costs. */
public class SpreadTableBenchmark extends NsBenchmark {
  private final SpreadTable table = new SpreadTable(1 << 14);

  /** Creates the state; the fields are set by JMH. */
  public SpreadTableBenchmark() {}

  /**
   * Shows one of 64 targets another source.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long add(Keys keys) {
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.add(keys.of(k, 64), keys.at(k), false);
    }
    return sum;
  }
}
