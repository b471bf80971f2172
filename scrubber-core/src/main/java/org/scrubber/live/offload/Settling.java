package org.scrubber.live.offload;

import org.jspecify.annotations.Nullable;
import org.scrubber.batch.PacketBatch;
import org.scrubber.io.Offload;
import org.scrubber.io.PacketLine;
import org.scrubber.live.LiveEngine;

/**
 * Hands verdicts that are settled to the kernel, and books what it does with them as if the worker
 * had judged each packet itself; nothing, while the line has no table for them.
 *
 * <p>A flow is dropped there after {@value Clerk#DROPS} drops in a row, at first for a second. Then
 * one packet comes to the worker again, which decides whether that goes on, for up to four. It ends
 * at once when the mitigation does, when the target speaks to the source, when the policy changes,
 * and when the line is let go of. Counters are read fifty times a second. Allocation-free once it
 * has a table; one thread, that of the worker.
 */
public final class Settling {
  private @Nullable Clerk clerk;

  /** Uses a line's table from now on, if it has one. */
  public void attach(PacketLine line) {
    Offload table = line.offload();
    clerk = table == null ? null : new Clerk(table);
  }

  /** Books what was decided until now, and ends all entries; their line is let go of. */
  public void detach(LiveEngine engine, long nowNs, long clockNs) {
    abandon(engine, nowNs, clockNs);
    clerk = null;
  }

  /** Looks at a judged batch: what is settled now, and what no longer is. */
  public void settle(LiveEngine engine, PacketBatch batch, long nowNs) {
    if (clerk != null) {
      clerk.settle(engine, batch, nowNs);
    }
  }

  /**
   * Takes a step in reading the counters, once a turn, whether packets came or not.
   *
   * @param nowNs the turn's time
   * @param clockNs the engine's clock at that time
   */
  public void book(LiveEngine engine, long nowNs, long clockNs) {
    if (clerk != null) {
      clerk.book(engine, nowNs, clockNs);
    }
  }

  /** Books what was decided until now, and ends all entries: another policy is to judge. */
  public void abandon(LiveEngine engine, long nowNs, long clockNs) {
    if (clerk != null) {
      clerk.abandon(engine, nowNs, clockNs);
    }
  }
}
