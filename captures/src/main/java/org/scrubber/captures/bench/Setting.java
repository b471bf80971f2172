package org.scrubber.captures.bench;

import org.scrubber.batch.PacketBatch;

/**
 * What is measured, and how long.
 *
 * @param kind the traffic
 * @param flows established flows, 1 to 4,194,304: the tables are sized for them
 * @param sources of the attacks, 1 to {@link #SOURCES}; a SYN flood has any address, unless fewer
 * @param batchPackets packets of a batch, 1 to {@link PacketBatch#MAX_CAPACITY}
 * @param layout how frames lie in memory
 * @param workers threads with a worker each, 1 or 2
 * @param passPackets packets of a pass, all distinct, a power of two of at least {@link
 *     #ROUND_PACKETS}
 * @param warmingPasses passes before anything is measured
 * @param passes passes that are measured, round by round
 */
public record Setting(
    Kind kind,
    int flows,
    int sources,
    int batchPackets,
    FrameLayout layout,
    int workers,
    int passPackets,
    int warmingPasses,
    int passes) {
  /** Packets of a round, the least that is timed. */
  public static final int ROUND_PACKETS = 1 << 16;

  /** Packets of a pass unless told otherwise: no branch predictor learns so many. */
  public static final int PASS_PACKETS = 1 << 20;

  /** Flows unless told otherwise. */
  public static final int FLOWS = 1_000_000;

  /** Most flows. */
  public static final int MAX_FLOWS = 1 << 22;

  /** Sources of attacks, unless told otherwise, and at most. */
  public static final int SOURCES = 1 << 22;

  /** Returns the usual measurement of a kind: a million flows, batches of 256, one worker. */
  public static Setting of(Kind kind) {
    return new Setting(
        kind,
        FLOWS,
        SOURCES,
        PacketBatch.DEFAULT_CAPACITY,
        FrameLayout.PACKED,
        1,
        PASS_PACKETS,
        3,
        8);
  }

  /** Returns one that takes a second or two, and tells little about speed. */
  public static Setting quick(Kind kind) {
    return of(kind).withFlows(10_000).withPasses(1 << 18, 1, 3);
  }

  /** Returns the same with so many flows. */
  public Setting withFlows(int count) {
    return new Setting(
        kind, count, sources, batchPackets, layout, workers, passPackets, warmingPasses, passes);
  }

  /** Returns the same with attacks of so many sources. */
  public Setting withSources(int count) {
    return new Setting(
        kind, flows, count, batchPackets, layout, workers, passPackets, warmingPasses, passes);
  }

  /** Returns the same with batches of so many packets. */
  public Setting withBatch(int packets) {
    return new Setting(
        kind, flows, sources, packets, layout, workers, passPackets, warmingPasses, passes);
  }

  /** Returns the same with frames that lie so. */
  public Setting withLayout(FrameLayout other) {
    return new Setting(
        kind, flows, sources, batchPackets, other, workers, passPackets, warmingPasses, passes);
  }

  /** Returns the same with so many workers. */
  public Setting withWorkers(int count) {
    return new Setting(
        kind, flows, sources, batchPackets, layout, count, passPackets, warmingPasses, passes);
  }

  /** Returns the same with passes of another size and number. */
  public Setting withPasses(int packets, int warming, int measured) {
    return new Setting(
        kind, flows, sources, batchPackets, layout, workers, packets, warming, measured);
  }
}
