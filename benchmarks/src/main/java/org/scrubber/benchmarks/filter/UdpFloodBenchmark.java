package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.UdpFlood;

/** What the filter of UDP floods costs. */
public class UdpFloodBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public UdpFloodBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new UdpFlood(treated.policy(), SHARES);
  }
}
