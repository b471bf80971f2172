package org.scrubber.benchmarks.stage;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.NsBenchmark;
import org.scrubber.classify.Classifier;

/** What finding a packet's object, and hashing its addresses and flow, cost. */
public class ClassifierBenchmark extends NsBenchmark {
  private Classifier classifier;

  /** Creates the state; the fields are set by JMH. */
  public ClassifierBenchmark() {}

  /** Builds the stage. */
  @Setup
  public void build(Judged judged) {
    classifier = new Classifier(judged.objects());
  }

  /**
   * Classifies a batch.
   *
   * @return something of the last packet, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(PacketBatch.DEFAULT_CAPACITY)
  public long classify(Judged judged) {
    PacketBatch batch = judged.next();
    classifier.classify(batch);
    return (long) batch.survivorCount + batch.verdict[batch.size - 1];
  }
}
