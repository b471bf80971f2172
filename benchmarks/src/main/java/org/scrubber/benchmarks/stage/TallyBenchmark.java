package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.report.Tally;

/** What counting what became of packets costs, where they pass. */
public class TallyBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public TallyBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    Tally tally = new Tally(treated.policy().objects().size(), 1, treated.mitigations());
    return batch -> tally.update(batch, 0);
  }
}
