package org.scrubber.counter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.policy.Prefix;
import org.scrubber.policy.load.Policies;
import org.scrubber.report.Tally;

/** A worker with its tally and counters, for tests that count by hand. */
final class Engine implements AutoCloseable {
  static final long START_NS = 1_800_000_000_000_000_000L;

  final Policy policy;
  final Tally tally;
  final DutyMeter meter = new DutyMeter();
  final CounterFile file;
  final LiveCounters counters;

  Engine(Path path, String... prefixes) throws IOException {
    policy = Policies.protecting(Stream.of(prefixes).map(Prefix::parse).toList());
    Worker worker = new Worker(policy);
    tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    file = CounterFile.create(path, instance(policy), START_NS, 1);
    counters = new LiveCounters(file, 0, worker, tally, meter);
  }

  static Instance instance(Policy policy) {
    return Instance.of(
        "1.2.3",
        policy,
        "abcd",
        new Instance.Interface("eth0", "AF_XDP native"),
        new Instance.Interface("eth1", ""));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
