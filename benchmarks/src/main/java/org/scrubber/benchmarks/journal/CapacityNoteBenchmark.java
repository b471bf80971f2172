package org.scrubber.benchmarks.journal;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.journal.EventRing;
import org.scrubber.journal.Opening;
import org.scrubber.journal.Recorder;
import org.scrubber.journal.Recording;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.load.Policies;
import org.scrubber.table.FlowTable;
import org.scrubber.table.Hash;

/**
 * What noting capacity costs, which is done every ten seconds: a packet is noted after so many
 * seconds, which notes the totals of a second each time, and capacity each time or every tenth
 * time. A capacity record costs the difference of the two by 0.9.
 */
public class CapacityNoteBenchmark extends NsBenchmark {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Seconds between two packets. */
  @Param({"1", "10"})
  private int stepSeconds;

  private final EventRing ring = new EventRing(EventRing.DEFAULT_BYTES);
  private final PacketBatch batch = new PacketBatch(1);
  private final Worker worker = new Worker(Policies.forCapture());
  private final Recorder recorder =
      new Recorder(
          Policies.forCapture(),
          worker.mitigations(),
          worker.contacts(),
          worker.tables().flows(),
          new Recording(ring, new Opening.Facts(true, "", "", List.of(), 0)),
          0,
          false);
  private long taken;

  /** Creates the state. */
  public CapacityNoteBenchmark() {}

  /** Fills half of the flow table. */
  @Setup
  public void fill() {
    FlowTable flows = worker.tables().flows();
    for (int k = 0; k < flows.capacity() / 2; k++) {
      flows.insert(Hash.mix(k, 1), 0, 0);
    }
    batch.size = 1;
    batch.object[0] = -1;
    batch.sourceObject[0] = -1;
    batch.mitigation[0] = -1;
    batch.wireLength[0] = 60;
  }

  /**
   * Notes a packet, and what the time since the last one brings about.
   *
   * @return bytes of records so far
   */
  @Benchmark
  public long note() {
    batch.clockNs[0] += stepSeconds * SECOND_NS;
    batch.timestampNs[0] = batch.clockNs[0];
    recorder.update(batch);
    ring.drain((type, buffer, index, length) -> taken += length, BATCH);
    return taken;
  }
}
