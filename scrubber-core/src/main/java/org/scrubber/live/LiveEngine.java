package org.scrubber.live;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.Bulk;
import org.scrubber.detect.Mitigations;
import org.scrubber.live.event.Witness;
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
 * @param witness sees what it decides, or null
 */
public record LiveEngine(Policy policy, Worker worker, Tally tally, @Nullable Witness witness) {
  /** Allocates everything that judging by a policy needs, but a proxy. */
  public static LiveEngine of(Policy policy) {
    return of(policy, null, Witness.Source.NONE, 0);
  }

  /**
   * Allocates everything that judging by a policy needs.
   *
   * @param proxied connections that are translated, or null for none; frames are rewritten in place
   * @param witnesses makes who sees what it decides
   * @param number of the worker, from 0
   */
  public static LiveEngine of(
      Policy policy, @Nullable ProxyTable proxied, Witness.Source witnesses, int number) {
    Worker worker = new Worker(policy, proxied);
    Tally tally = new Tally(policy.objects().size(), 1, worker.mitigations());
    return new LiveEngine(policy, worker, tally, witnesses.of(policy, worker, number));
  }

  /** Counts packets alike that were judged elsewhere by order of a mitigation, or of none. */
  public void credit(Bulk bulk) {
    if (bulk.mitigation >= 0) {
      worker.credit(bulk);
    }
    tally.credit(bulk);
    if (witness != null) {
      witness.credit(bulk);
    }
  }

  /** Tells whether a mitigation is active. */
  boolean isTreating() {
    Mitigations all = worker.mitigations();
    for (int k = 0; k < all.size(); k++) {
      if (all.get(k).isActive()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Says that it judges no more.
   *
   * @param goesOn whether another engine does, from now on
   */
  void finish(boolean goesOn) {
    if (witness != null) {
      witness.finish(tally, goesOn);
    }
  }
}
