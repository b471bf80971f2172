package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.FragmentTable;

/** What finding a fragmented datagram's place costs. */
public class FragmentTableBenchmark extends NsBenchmark {
  private final FragmentTable table = new FragmentTable(1 << 14);

  /** Creates the state; the fields are set by JMH. */
  public FragmentTableBenchmark() {}

  /**
   * Takes places for datagrams that never come again.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long flood(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.slot(keys.at(k), 1, keys.of(k, 16), nowNs);
    }
    return sum;
  }
}
