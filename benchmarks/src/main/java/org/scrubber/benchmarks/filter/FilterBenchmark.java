package org.scrubber.benchmarks.filter;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.captures.bench.Kind;
import org.scrubber.filter.Filter;

/** What a filter costs, of a batch that is as the filters before it would leave it to all. */
public abstract class FilterBenchmark extends NsBenchmark {
  /** Sources that a filter keeps apart, as production does. */
  protected static final int SHARES = 1 << 14;

  /** The traffic: also each attack by itself. */
  @Param({"BENIGN", "ALL"})
  public Kind kind = Kind.BENIGN;

  private Treated treated;
  private Filter filter;

  /** For subclasses; the fields are set by JMH. */
  protected FilterBenchmark() {}

  /** Returns a filter that has seen nothing yet. */
  protected abstract Filter filter(Treated treated);

  /** Makes the packets and builds the filter. */
  @Setup
  public void build() {
    treated = new Treated(kind);
    filter = filter(treated);
  }

  /**
   * Filters a batch.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long apply() {
    PacketBatch batch = treated.next();
    filter.apply(batch);
    return (long) batch.survivorCount + batch.verdict[batch.size - 1];
  }

  /** Frees the packets. */
  @TearDown
  public void free() {
    treated.close();
  }
}
