package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.PeerTable;

/** What finding a peer costs. */
public class PeerTableBenchmark extends NsBenchmark {
  private final PeerTable table = new PeerTable(1 << 17);

  /** Creates the state; the fields are set by JMH. */
  public PeerTableBenchmark() {}

  /** Fills the table. */
  @Setup
  public void fill(Keys keys) {
    for (int k = 0; k < 1 << 16; k++) {
      table.deal(keys.at(k), 54, keys.nowNs());
    }
  }

  /**
   * Finds peers that are there.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long find(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.find(keys.of(k, 1 << 16), nowNs);
    }
    return sum;
  }

  /**
   * Looks for peers that are not there, as in a flood.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long miss(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.find(~keys.at(k), nowNs);
    }
    return sum;
  }
}
