package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.VectorStage;
import org.scrubber.table.FragmentTable;

/** What saying which vector a packet would belong to costs. */
public class VectorStageBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public VectorStageBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    return new VectorStage(new FragmentTable(1 << 14), treated.policy().seed())::apply;
  }
}
