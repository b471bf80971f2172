package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Detector;
import org.scrubber.detect.Mitigations;

/** What counting, and raising and finding mitigations costs. */
public class DetectorBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public DetectorBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    Mitigations none = new Mitigations(treated.policy().objects());
    return new Detector(treated.objects(), none)::detect;
  }
}
