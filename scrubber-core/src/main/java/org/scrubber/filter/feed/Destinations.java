package org.scrubber.filter.feed;

import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Objects;
import org.scrubber.filter.Filter;
import org.scrubber.filter.Reason;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.Policy;

/**
 * What hosts of protected objects send to addresses that feeds list: reported, and dropped where
 * the policy says so. It is not the flood that harms then, but the host that calls.
 *
 * <p>The only filter that judges packets for their target, and so those that leave. Exactly the
 * listed addresses are meant, and what comes back from them is no concern of this filter. Where the
 * sender's object only monitors, the packet is marked and passes.
 */
public final class Destinations implements Filter {
  /** A feed. */
  public static final Reason LISTED =
      new Reason(35, "listed-destination", "target is on a block list");

  private final Objects objects;
  private final FeedTable feeds;
  private final boolean idle;

  /** Compiles the policy's lists about what goes out. */
  public Destinations(Policy policy, Objects objects) {
    this.objects = objects;
    feeds = new FeedTable(policy, true);
    idle = feeds.isEmpty();
  }

  @Override
  public void apply(PacketBatch batch) {
    if (idle) {
      return;
    }
    boolean within = false;
    for (int i = 0, size = batch.size; i < size; i++) {
      if (batch.sourceObject[i] >= 0
          && batch.verdict[i] == Verdict.PASS_CODE
          && (batch.parseFlags[i] & ParseFlags.LINK_CONTROL) == 0) {
        within |= drops(batch, i);
      }
    }
    if (within) {
      compact(batch);
    }
  }

  /** Judges a packet by its target; tells whether it condemned one that another filter awaits. */
  private boolean drops(PacketBatch batch, int i) {
    int object = batch.sourceObject[i];
    int found =
        feeds.lookup(
            batch.family[i], batch.targetHigh[i], batch.targetLow[i], object, batch.timestampNs[i]);
    int action = FeedTable.action(found);
    if (action == FeedTable.NOTHING || action == FeedTable.ALLOW) {
      return false;
    }
    batch.listed[i] = (byte) -FeedTable.number(found);
    if (action == FeedTable.REPORT) {
      return false;
    }
    batch.verdict[i] = Verdict.DROP_CODE;
    batch.reason[i] = (byte) LISTED.id();
    batch.monitored[i] = objects.isMonitored(object);
    return batch.object[i] >= 0;
  }

  /** From one object to another: no later filter is asked about what is condemned. */
  private static void compact(PacketBatch batch) {
    int[] survivors = batch.survivors;
    int kept = 0;
    for (int k = 0, count = batch.survivorCount; k < count; k++) {
      int i = survivors[k];
      if (batch.verdict[i] == Verdict.PASS_CODE) {
        survivors[kept++] = i;
      }
    }
    batch.survivorCount = kept;
  }
}
