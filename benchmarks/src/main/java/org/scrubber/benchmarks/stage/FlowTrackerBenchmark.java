package org.scrubber.benchmarks.stage;

import java.util.function.Consumer;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.FlowTracker;
import org.scrubber.classify.ProxyCookies;
import org.scrubber.classify.View;
import org.scrubber.policy.Policy;
import org.scrubber.table.FlowTable;
import org.scrubber.table.SourceTable;

/** What remembering flows and proven sources costs. */
public class FlowTrackerBenchmark extends StageBenchmark {
  /** Creates the state; the fields are set by JMH. */
  public FlowTrackerBenchmark() {}

  @Override
  protected Consumer<PacketBatch> stage(Treated treated) {
    Policy policy = treated.policy();
    FlowTable flows = new FlowTable(policy.flowCapacity());
    SourceTable sources = new SourceTable(policy.sourceCapacity());
    View view = new View(treated.objects());
    ProxyCookies none = new ProxyCookies(policy, false);
    return new FlowTracker(flows, sources, view, policy.seed(), none)::track;
  }
}
