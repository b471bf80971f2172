package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.OutOfState;

/** What the filter of segments out of state costs. */
public class OutOfStateBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public OutOfStateBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new OutOfState(treated.mitigations(), treated.objects(), SHARES);
  }
}
