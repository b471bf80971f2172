package org.scrubber.benchmarks.filter;

import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;
import org.scrubber.filter.feed.Destinations;

/** What the look for listed addresses that a protected host calls costs. */
public class DestinationsBenchmark extends FilterBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public DestinationsBenchmark() {}

  @Override
  protected Filter filter(Treated treated) {
    return new Destinations(treated.policy(), treated.objects());
  }
}
