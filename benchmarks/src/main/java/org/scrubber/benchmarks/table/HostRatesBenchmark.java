package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.HostRates;

/** What counting a packet of the busiest hosts costs. */
public class HostRatesBenchmark extends NsBenchmark {
  private final HostRates table = new HostRates(1 << 14);

  /** Creates the state; the fields are set by JMH. */
  public HostRatesBenchmark() {}

  /**
   * Counts packets of 4,096 hosts.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long count(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.count(keys.of(k, 1 << 12), nowNs);
    }
    return sum;
  }
}
