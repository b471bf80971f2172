package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.IcmpFlood;

/** What the filter of ICMP floods costs. */
public class IcmpFloodBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public IcmpFloodBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new IcmpFlood(SHARES, treated.policy().seed());
  }
}
