package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Amplification;
import org.scrubber.filter.Filter;

/** What the filter of reflected and amplified replies costs. */
public class AmplificationBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public AmplificationBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Amplification(treated.policy(), treated.objects(), SHARES);
  }
}
