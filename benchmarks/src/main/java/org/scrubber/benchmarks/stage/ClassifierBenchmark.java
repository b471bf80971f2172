package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Classifier;

/** What finding a packet's object, and hashing its addresses and flow, cost. */
public class ClassifierBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public ClassifierBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    return new Classifier(treated.objects())::classify;
  }
}
