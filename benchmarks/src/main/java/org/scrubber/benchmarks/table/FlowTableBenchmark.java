package org.scrubber.benchmarks.table;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.benchmarks.Keys;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.table.FlowTable;

/** What finding and inserting a flow cost, in a table of 16 MiB. */
public class FlowTableBenchmark extends NsBenchmark {
  /** Flows in the table, a power of two. */
  @Param({"16384", "262144"})
  public int flows;

  private final FlowTable table = new FlowTable(1 << 19);

  /** Creates the state; the fields are set by JMH. */
  public FlowTableBenchmark() {}

  /** Fills the table. */
  @Setup
  public void fill(Keys keys) {
    for (int k = 0; k < flows; k++) {
      table.insert(keys.at(k), 0, keys.nowNs());
    }
  }

  /**
   * Finds flows that are there, one by one.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long find(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.find(keys.of(k, flows), nowNs);
    }
    return sum;
  }

  /**
   * Inserts flows that are not there, into a table that is full of others in the end.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long insert(Keys keys) {
    long nowNs = keys.nowNs();
    long sum = 0;
    for (int k = keys.batch(), end = k + BATCH; k < end; k++) {
      sum += table.insert(keys.at(k) ^ nowNs, 0, nowNs);
    }
    return sum;
  }

  /**
   * Finds flows that are there, after the buckets of the whole batch were loaded.
   *
   * @return something of all results, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long findTouched(Keys keys) {
    long nowNs = keys.nowNs();
    int from = keys.batch();
    long sum = 0;
    for (int k = from; k < from + BATCH; k++) {
      sum += table.touch(keys.of(k, flows));
    }
    for (int k = from; k < from + BATCH; k++) {
      sum += table.find(keys.of(k, flows), nowNs);
    }
    return sum;
  }
}
