package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Unoffered;

/** What the look for what an object does not offer costs. */
public class UnofferedBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public UnofferedBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Unoffered(treated.policy());
  }
}
