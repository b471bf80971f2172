package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.AfterRestart;
import org.scrubber.filter.Filter;

/** What the patience after a restart costs, long after one. */
public class AfterRestartBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public AfterRestartBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new AfterRestart();
  }
}
