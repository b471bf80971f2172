package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Fragments;

/** What the filter of fragment floods costs. */
public class FragmentsBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public FragmentsBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Fragments(SHARES, treated.policy().seed());
  }
}
