package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Overload;

/** What the choice of what goes first when there is no room, while there is costs. */
public class OverloadBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public OverloadBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Overload(treated.objects().objectCount(), treated.policy().seed());
  }
}
