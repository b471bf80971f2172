package org.scrubber.live;

import org.jspecify.annotations.Nullable;
import org.scrubber.counter.LiveCounters;
import org.scrubber.snapshot.HandOver;
import org.scrubber.snapshot.SnapshotException;

/**
 * Has a worker judge by another engine from now on, which takes over all that the old one knows of
 * objects that are still there. Between two batches: what comes in meanwhile waits in the rings.
 */
final class ChangeOver implements Order {
  private final LiveEngine next;
  private final @Nullable LiveCounters counters;
  private final int[] objectsBefore;
  private volatile @Nullable String outcome;

  /**
   * Prepares it.
   *
   * @param counters where the new engine's counts are published, or null
   * @param objectsBefore index in the old policy of each object of the new one, or -1
   */
  ChangeOver(LiveEngine next, @Nullable LiveCounters counters, int[] objectsBefore) {
    this.next = next;
    this.counters = counters;
    this.objectsBefore = objectsBefore;
  }

  @Override
  public void carryOut(Duty duty) {
    duty.unsettle();
    String said;
    try {
      said = HandOver.between(duty.engine().worker(), next.worker()).line();
    } catch (SnapshotException e) {
      said = String.valueOf(e.getMessage());
    }
    duty.publishNow();
    LiveCounters old = duty.counters();
    if (counters != null && old != null) {
      counters.continueFrom(old, objectsBefore);
    }
    duty.judgeBy(next);
    duty.publish(counters);
    outcome = said;
  }

  /** Returns what became of the old engine's knowledge, or null while it is not done. */
  @Nullable String outcome() {
    return outcome;
  }
}
