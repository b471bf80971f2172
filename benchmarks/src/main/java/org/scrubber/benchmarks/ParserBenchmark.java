package org.scrubber.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.scrubber.batch.PacketBatch;
import org.scrubber.captures.bench.FrameLayout;
import org.scrubber.captures.bench.Kind;
import org.scrubber.captures.bench.Setting;
import org.scrubber.captures.bench.Traffic;
import org.scrubber.parse.Parser;

/**
 * What parsing a packet into columns costs, over 64 MiB or more of distinct frames, so that every
 * frame is read from memory and not from a cache.
 */
public class ParserBenchmark extends NsBenchmark {
  private static final int FLOWS = 10_000;

  /** The traffic. */
  @Param({"BENIGN", "SYN_FLOOD", "AMPLIFICATION", "IPV6_HALF"})
  public Kind kind = Kind.BENIGN;

  private final PacketBatch batch = new PacketBatch();
  private final Parser parser = new Parser();
  private Traffic traffic;
  private int next;

  /** Creates the state; the fields are set by JMH. */
  public ParserBenchmark() {}

  /** Makes the packets. */
  @Setup
  public void build() {
    traffic = new Traffic(kind, FLOWS, FrameLayout.PACKED, Setting.PASS_PACKETS, 0);
    while (!traffic.isEstablished()) {
      traffic.write();
    }
    traffic.write();
  }

  /**
   * Fills a batch and parses it.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long parse() {
    traffic.fill(batch, next, PacketBatch.DEFAULT_CAPACITY);
    next = (next + PacketBatch.DEFAULT_CAPACITY) & (Setting.PASS_PACKETS - 1);
    parser.parse(batch);
    return batch.targetLow[batch.size - 1] + batch.payloadLength[0];
  }

  /** Frees the packets. */
  @TearDown
  public void free() {
    traffic.close();
  }
}
