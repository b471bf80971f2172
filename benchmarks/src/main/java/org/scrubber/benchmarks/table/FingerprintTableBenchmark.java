package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.FingerprintTable;

/** What counting the look of a SYN costs. */
public class FingerprintTableBenchmark extends NsBenchmark {
  private final FingerprintTable table = new FingerprintTable(1 << 14);

  /** Creates the state; the fields are set by JMH. */
  public FingerprintTableBenchmark() {}

  /**
   * Counts one of 16 looks.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long seen(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.seen(keys.of(k, 16) & ~1L, nowNs);
      sum += k;
    }
    return sum;
  }

  /**
   * Counts looks that never come again.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long madeUp(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.seen(keys.at(k) & ~1L, nowNs);
      sum += k;
    }
    return sum;
  }
}
