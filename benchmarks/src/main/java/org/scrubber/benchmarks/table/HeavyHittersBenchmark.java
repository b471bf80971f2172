package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.HeavyHitters;

/** What counting a packet for the list of the busiest addresses costs. */
public class HeavyHittersBenchmark extends NsBenchmark {
  private final HeavyHitters table = new HeavyHitters(1 << 12);

  /** Creates the state; the fields are set by JMH. */
  public HeavyHittersBenchmark() {}

  /**
   * Counts packets of one target among few others.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long one(Keys keys) {
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.count(0, keys.of(k, 4), keys.of(k, 4));
      sum += k;
    }
    return sum;
  }

  /**
   * Counts packets of sources that never come again.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long spoofed(Keys keys) {
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.count(0, keys.at(k), keys.at(k));
      sum += k;
    }
    return sum;
  }
}
