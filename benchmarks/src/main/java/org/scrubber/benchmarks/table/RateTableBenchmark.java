package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.RateTable;

/** What counting a packet in a leaky bucket costs. */
public class RateTableBenchmark extends NsBenchmark {
  private final RateTable table = new RateTable(1 << 16);

  /** Creates the state; the fields are set by JMH. */
  public RateTableBenchmark() {}

  /**
   * Counts packets of 16,384 keys at a rate of 1,000 a second.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long count(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.count(keys.of(k, 1 << 14), 1_000_000L, 100_000_000L, nowNs);
    }
    return sum;
  }

  /**
   * Admits packets of keys that never come again, as in a flood.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long admit(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.admit(keys.at(k), 1_000_000L, 100_000_000L, nowNs) ? 1 : 0;
    }
    return sum;
  }
}
