package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Neighbours;

/** What the look for what keeps the operator's own links alive costs. */
public class NeighboursBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public NeighboursBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Neighbours(treated.policy());
  }
}
