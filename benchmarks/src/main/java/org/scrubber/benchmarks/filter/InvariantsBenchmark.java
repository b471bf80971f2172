package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Invariants;

/** What the look for impossible packets costs. */
public class InvariantsBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public InvariantsBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Invariants(treated.objects());
  }
}
