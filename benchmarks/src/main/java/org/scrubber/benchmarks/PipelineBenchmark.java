package org.scrubber.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Lane;
import org.scrubber.captures.bench.Outcome;
import org.scrubber.captures.bench.Setting;

/**
 * What judging a packet costs, from its bytes to its verdict, with production's policy: parsing,
 * classification, flow tracking, detection, all filters, replies and counts. A million packets of
 * which none is like another, at 14.88 million a second of packet time.
 *
 * <p>Two workers on two threads: {@code -t 2}. The command {@code bench} measures the same by CPU
 * time.
 */
public class PipelineBenchmark extends NsBenchmark {
  /** The traffic. */
  @Param public Kind kind = Kind.BENIGN;

  /** Established flows: also 1000000, 4000000. */
  @Param("10000")
  public int flows;

  /** Packets of a batch: also 32 to 512. */
  @Param("" + PacketBatch.DEFAULT_CAPACITY)
  public int batch;

  /** How frames lie in memory: also SLOTS. */
  @Param("PACKED")
  public FrameLayout layout = FrameLayout.PACKED;

  private Lane lane;

  /** Creates the state; the fields are set by JMH. */
  public PipelineBenchmark() {}

  /** Builds worker and traffic, opens the flows, and has mitigations raised. */
  @Setup
  public void build() {
    Setting setting =
        Setting.of(kind)
            .withFlows(flows)
            .withBatch(batch)
            .withLayout(layout)
            .withPasses(Setting.PASS_PACKETS, 1, 0);
    lane = new Lane(setting, (int) Thread.currentThread().threadId());
    lane.warmUp();
  }

  /** Makes packets. */
  @Setup(Level.Invocation)
  public void ready() {
    lane.ready();
  }

  /**
   * Fills batches, parses and judges them.
   *
   * @return something of what was judged, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(Lane.STEP_PACKETS)
  public long judge() {
    return lane.step();
  }

  /** Fails when other verdicts were measured than the traffic must meet. */
  @TearDown
  public void check() {
    Outcome outcome = lane.check();
    lane.close();
    if (!outcome.isRight(kind)) {
      throw new IllegalStateException(kind + " meets " + outcome);
    }
  }
}
