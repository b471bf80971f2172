package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.AccessLists;
import org.scrubber.filter.Filter;

/** What asking lists, where they do not match, costs. */
public class AccessListsBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public AccessListsBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new AccessLists(treated.policy());
  }
}
