package org.scrubber.benchmarks.filter;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.benchmarks.stage.StageBenchmark;
import org.scrubber.benchmarks.stage.Treated;
import org.scrubber.filter.Filter;

/** What a filter costs, of a batch that the filters of attacks get. */
public abstract class FilterBenchmark extends StageBenchmark {
  /** Sources that a filter keeps apart, as production does. */
  protected static final int SHARES = 1 << 14;

  /** For subclasses; the fields are set by JMH. */
  protected FilterBenchmark() {}

  /** Returns a filter that has seen nothing yet. */
  protected abstract Filter filter(Treated treated);

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    return filter(treated)::apply;
  }
}
