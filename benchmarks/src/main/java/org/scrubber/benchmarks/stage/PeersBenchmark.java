package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Peers;
import org.scrubber.table.PeerTable;

/** What remembering whom an object deals with costs. */
public class PeersBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public PeersBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    return new Peers(new PeerTable(1 << 17), treated.objects())::meet;
  }
}
