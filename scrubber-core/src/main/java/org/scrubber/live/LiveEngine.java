package org.scrubber.live;

import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;

/**
 * What judges by one policy: swapped whole when the policy is loaded anew. One thread at a time.
 *
 * @param policy the policy
 * @param worker judges by it
 * @param tally counts what became of its packets
 */
public record LiveEngine(Policy policy, Worker worker, Tally tally) {
  /** Allocates everything that judging by a policy needs. */
  public static LiveEngine of(Policy policy) {
    Worker worker = new Worker(policy);
    return new LiveEngine(
        policy, worker, new Tally(policy.objects().size(), 1, worker.mitigations()));
  }
}
