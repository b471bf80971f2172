package org.scrubber.live.event;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Tally;

/**
 * Sees what a worker decides, beside it: to keep it in a journal. On the worker's thread, once a
 * batch; it neither changes a verdict nor waits for anything.
 */
public interface Witness {
  /** Sees a judged batch before it is tallied and sent. */
  void sample(PacketBatch batch);

  /** Sees it after it was tallied. */
  void update(PacketBatch batch);

  /** Sees packets alike that were judged elsewhere by the worker's order, and tallied. */
  void credit(Bulk bulk);

  /**
   * Has a turn in which no packet came: time for what costs some.
   *
   * @param timeNs the time, ns since the epoch
   * @param clockNs the worker's clock at that time
   */
  void rest(long timeNs, long clockNs);

  /**
   * Hears once a second how loaded the worker is; by itself it makes nothing of that.
   *
   * @param busyPercent share of the last second that went to turns with packets, rounded up
   * @param lostPackets lost by the worker's line in both directions so far, see {@code
   *     io.LineCount}
   * @param shedPackets dropped so far because there was no room
   */
  default void load(int busyPercent, long lostPackets, long shedPackets) {}

  /**
   * Sees the end. Once.
   *
   * @param goesOn whether the worker goes on, and judges by another policy; else it ends
   */
  void finish(Tally tally, boolean goesOn);

  /** Makes a witness for each engine. */
  interface Source {
    /** Nobody sees anything. */
    Source NONE = (policy, worker, number) -> null;

    /**
     * Makes a witness; before the engine judges, on another thread.
     *
     * @param policy the engine's policy
     * @param worker judges by it
     * @param number of the worker, from 0
     * @return null for none
     */
    @Nullable Witness of(Policy policy, Worker worker, int number);
  }
}
