package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.captures.bench.Kind;

/** What a stage costs, in peace and while all attacks are treated. */
public abstract class StageBenchmark extends NsBenchmark {
  /** The traffic: also each attack by itself. */
  @Param({"BENIGN", "ALL"})
  public Kind kind = Kind.BENIGN;

  private Treated treated;
  private Consumer<PacketBatch> stage;

  /** For subclasses; the fields are set by JMH. */
  protected StageBenchmark() {}

  /** Returns a stage that has seen nothing yet. */
  protected abstract Consumer<PacketBatch> stage(Treated treated);

  /** Makes the packets and builds the stage. */
  @Setup
  public void build() {
    treated = new Treated(kind);
    stage = stage(treated);
  }

  /**
   * Puts a batch through.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long apply() {
    PacketBatch batch = treated.next();
    stage.accept(batch);
    int last = batch.size - 1;
    return (long) batch.survivorCount + batch.verdict[last] + batch.knowledge[last];
  }

  /** Frees the packets. */
  @TearDown
  public void free() {
    treated.close();
  }
}
