package org.scrubber.live;

import org.jspecify.annotations.Nullable;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;
import org.scrubber.table.ProxyTable;

/**
 * What judges by one policy: swapped whole when the policy is loaded anew. One thread at a time.
 *
 * @param policy the policy
 * @param worker judges by it
 * @param tally counts what became of its packets
 */
public record LiveEngine(Policy policy, Worker worker, Tally tally) {
  /** Allocates everything that judging by a policy needs, but a proxy. */
  public static LiveEngine of(Policy policy) {
    return of(policy, null);
  }

  /**
   * Allocates everything that judging by a policy needs.
   *
   * @param proxied connections that are translated, or null for none; frames are rewritten in place
   */
  public static LiveEngine of(Policy policy, @Nullable ProxyTable proxied) {
    Worker worker = new Worker(policy, proxied);
    return new LiveEngine(
        policy, worker, new Tally(policy.objects().size(), 1, worker.mitigations()));
  }
}
