package org.scrubber.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.Parser;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;

/**
 * What judging a packet costs, from its bytes to its verdict: parsing, classification, flow
 * tracking, detection and all filters, over 128 MiB of distinct frames at 10 Mpps of packet time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PipelineBenchmark {
  /** See {@link Traffic}. */
  @Param({"flows", "syn-flood", "udp-flood", "mixed"})
  public String mix = "flows";

  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private Worker worker;
  private Traffic traffic;

  /** Creates the state; the fields are set by JMH. */
  public PipelineBenchmark() {}

  /** Builds the frames, and the worker with the tables of a default policy. */
  @Setup
  public void build() {
    traffic = new Traffic(mix);
    worker = new Worker(Policies.protecting(List.of(Prefix.parse(Traffic.PROTECTED))));
  }

  /**
   * Fills a batch, parses and judges it.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long judge() {
    traffic.fill(batch);
    parser.parse(batch);
    worker.process(batch);
    return (long) batch.survivorCount + batch.reason[0];
  }

  /** Frees the frames. */
  @TearDown
  public void free() {
    traffic.close();
  }
}
