package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.SourceTable;

/** What asking for a source's proof costs, and what noting one does. */
public class SourceTableBenchmark extends NsBenchmark {
  private final SourceTable table = new SourceTable(1 << 18);

  /** Creates the state; the fields are set by JMH. */
  public SourceTableBenchmark() {}

  /** Fills the table. */
  @Setup
  public void fill(Keys keys) {
    for (int k = 0; k < 1 << 17; k++) {
      table.prove(keys.at(k), keys.nowNs());
    }
  }

  /**
   * Asks for sources of which one of eight is proven.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long ask(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.isProven(keys.at(k), nowNs) ? 1 : 0;
    }
    return sum;
  }

  /**
   * Notes proofs, of new sources and known ones.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long prove(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      table.prove(keys.at(k), nowNs);
      sum += k;
    }
    return sum;
  }
}
