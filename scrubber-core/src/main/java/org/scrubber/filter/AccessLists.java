package org.scrubber.filter;

import org.scrubber.batch.PacketBatch;
import org.scrubber.filter.feed.FeedTable;
import org.scrubber.policy.Policy;
import org.scrubber.policy.RuleTable;

/**
 * The operator's own word: allow rules pass a packet whatever the triggered filters think, block
 * rules and lists drop it. Allow beats block; a malformed packet is dropped before either. Lists
 * that only report leave the packet to the later filters.
 */
public final class AccessLists implements Filter {
  /** A block rule of the policy. */
  public static final Reason BLOCK_RULE = new Reason(30, "block-rule", "blocked by a policy rule");

  /** A feed. */
  public static final Reason BLOCK_LIST = new Reason(31, "block-list", "source is on a block list");

  private final RuleTable rules;
  private final FeedTable feeds;
  private final boolean idle;

  /** Compiles the policy's rules and lists. */
  public AccessLists(Policy policy) {
    rules = RuleTable.of(policy.rules(), policy.objects());
    feeds = new FeedTable(policy, false);
    idle = rules.isEmpty() && feeds.isEmpty();
  }

  @Override
  public void apply(PacketBatch batch) {
    if (idle) {
      return;
    }
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      int ruled =
          rules.match(
              batch.family[i],
              batch.sourceHigh[i],
              batch.sourceLow[i],
              batch.object[i],
              batch.protocol[i],
              batch.ports[i] & 0xffff,
              batch.timestampNs[i]);
      if (ruled == RuleTable.BLOCK) {
        Judgement.drop(batch, i, BLOCK_RULE);
      } else if (ruled == RuleTable.NO_RULE && !isSettled(batch, i)) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }

  /**
   * Returns true when a list settles the packet: allowed (it passes), or blocked (it is marked).
   */
  private boolean isSettled(PacketBatch batch, int i) {
    int found =
        feeds.lookup(
            batch.family[i],
            batch.sourceHigh[i],
            batch.sourceLow[i],
            batch.object[i],
            batch.timestampNs[i]);
    int action = FeedTable.action(found);
    if (action == FeedTable.NOTHING || action == FeedTable.ALLOW) {
      return action == FeedTable.ALLOW;
    }
    batch.listed[i] = (byte) FeedTable.number(found);
    if (action == FeedTable.BLOCK) {
      Judgement.drop(batch, i, BLOCK_LIST);
    }
    return action == FeedTable.BLOCK;
  }
}
