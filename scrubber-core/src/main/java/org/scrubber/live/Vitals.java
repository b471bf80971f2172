package org.scrubber.live;

import org.jspecify.annotations.Nullable;
import org.scrubber.counter.InstanceCounter;
import org.scrubber.io.PacketLine;
import org.scrubber.live.event.LiveEvent;

/** How the process is, for those who read its counters. The conductor's thread. */
final class Vitals {
  private final Counting counting;
  private final @Nullable StateKeeper keeper;
  private long reloads;
  private long refusals;
  private long bypasses;
  private boolean bypassed;

  Vitals(Counting counting, @Nullable StateKeeper keeper) {
    this.counting = counting;
    this.keeper = keeper;
  }

  /** Notes how a reload went. */
  void reloaded(LiveEvent outcome) {
    boolean loaded = outcome instanceof LiveEvent.Reloaded;
    reloads += loaded || outcome instanceof LiveEvent.ReadAgain ? 1 : 0;
    refusals += outcome instanceof LiveEvent.ReloadRefused ? 1 : 0;
  }

  /**
   * Notes everything else, and publishes it.
   *
   * @param wiring how the interfaces are, and whether packets go past the workers
   * @param allocatedBytes by the workers' threads
   */
  void note(long nowNs, Wiring wiring, long allocatedBytes) {
    boolean isBypassed = wiring.isBypassed();
    bypasses += isBypassed && !bypassed ? 1 : 0;
    bypassed = isBypassed;
    counting.set(InstanceCounter.HEARTBEAT_NS, nowNs);
    counting.set(InstanceCounter.RELOADS, reloads);
    counting.set(InstanceCounter.RELOADS_REFUSED, refusals);
    counting.set(InstanceCounter.BYPASS_OPEN, bypassed ? 1 : 0);
    counting.set(InstanceCounter.BYPASS_OPENED, bypasses);
    counting.set(InstanceCounter.BYPASS_NS, wiring.bypassedNs());
    counting.set(InstanceCounter.BYPASS_LOST, wiring.isBeneathLost() ? 1 : 0);
    counting.set(InstanceCounter.UNBOUND, wiring.isOpen() ? 0 : 1);
    counting.link(PacketLine.OUTSIDE, wiring.state(PacketLine.OUTSIDE));
    counting.link(PacketLine.INSIDE, wiring.state(PacketLine.INSIDE));
    if (keeper != null) {
      counting.set(InstanceCounter.SNAPSHOT_NS, keeper.savedNs());
    }
    counting.set(InstanceCounter.WORKERS_ALLOCATED_BYTES, allocatedBytes);
    counting.watchCollector();
  }
}
