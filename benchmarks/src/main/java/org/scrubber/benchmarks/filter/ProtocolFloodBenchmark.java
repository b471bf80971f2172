package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.ProtocolFlood;

/** What the filter of floods of other protocols costs. */
public class ProtocolFloodBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public ProtocolFloodBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new ProtocolFlood(SHARES, treated.policy().seed());
  }
}
