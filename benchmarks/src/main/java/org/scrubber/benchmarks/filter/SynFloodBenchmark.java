package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.SynFlood;

/** What the filter of SYN floods, with cookies, answers and notes of SYNs costs. */
public class SynFloodBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public SynFloodBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new SynFlood(treated.policy(), treated.mitigations(), treated.replies(), null);
  }
}
