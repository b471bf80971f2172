package org.scrubber.live.event;

import java.util.List;
import org.scrubber.upstream.Flood;

/** What an operator hears of a running scrubber, in order of time. */
public sealed interface LiveEvent {
  /**
   * How the packet path was compiled before the first packet.
   *
   * @param tookNs how long that took; 0 when it was not wanted
   * @param hurried whether it was cut short, as an attack waits that an earlier run was treating
   */
  record WarmUp(long tookNs, boolean hurried) {}

  /**
   * Packets are taken: every worker is at work.
   *
   * @param policy name of the policy
   * @param objects how many objects it protects
   * @param workers worker threads
   * @param stateBytes memory of all tables
   * @param warmUp what went before
   * @param lines what each interface got
   */
  record Started(
      String policy, int objects, int workers, long stateBytes, WarmUp warmUp, List<String> lines)
      implements LiveEvent {}

  /** A mitigation became active. */
  record Raised(Attack attack) implements LiveEvent {}

  /** A mitigation of an earlier run is active, by what is kept of that. */
  record Restored(Attack attack) implements LiveEvent {}

  /** A mitigation treats other vectors than before, or was raised again. */
  record Changed(Attack attack) implements LiveEvent {}

  /**
   * A mitigation is active no more.
   *
   * @param attack as it was last seen
   * @param lastedNs how long it was active
   */
  record Ended(Attack attack, long lastedNs) implements LiveEvent {}

  /** What an earlier run knew was taken over, or could not be; a line for each worker. */
  record StateRestored(List<String> lines) implements LiveEvent {}

  /** Something goes wrong that costs no packet. */
  record Complaint(String message) implements LiveEvent {}

  /**
   * Another policy judges from now on.
   *
   * @param objects how many objects it protects
   * @param tookNs how long it took, while the old one judged
   * @param state what became of what was known under the old one, a line for each worker
   */
  record Reloaded(String policy, int objects, long tookNs, List<String> state)
      implements LiveEvent {}

  /** The policy was read again and says what it said before: nothing is another. */
  record ReadAgain(String policy, String sha256) implements LiveEvent {}

  /** The old policy stays, because the new one is wrong. */
  record ReloadRefused(String message) implements LiveEvent {}

  /** An interface is gone; it is tried again. */
  record LineLost(String message) implements LiveEvent {}

  /** The interfaces are back. */
  record LineBack(List<String> lines) implements LiveEvent {}

  /** A worker has not run for too long: packets go past all of them. */
  record BypassOpened(int worker, long awayNs) implements LiveEvent {}

  /** The workers take packets again. */
  record BypassClosed(long lastedNs) implements LiveEvent {}

  /**
   * The whole process stood still, its watchdog included.
   *
   * @param lastedNs at least so long, ns
   * @param wentPast packets that nobody judged meanwhile
   * @param late packets that waited, and were judged late
   */
  record StoodStill(long lastedNs, long wentPast, long late) implements LiveEvent {}

  /** The kernel would not let packets past the workers, or back to them. */
  record BypassFailed(String message) implements LiveEvent {}

  /** An interface went down or came up. */
  record LinkChanged(String text) implements LiveEvent {}

  /**
   * More comes than can be carried.
   *
   * @param begins whether that is new; else something has joined what made it
   * @param offeredPps packets/s that came, those that were lost included
   * @param lostPps packets/s that were lost unseen
   * @param shedPps packets/s that were dropped because there was no room
   * @param floods what it is made of, or what has joined, largest first; to be stopped upstream
   */
  record Overloaded(boolean begins, long offeredPps, long lostPps, long shedPps, List<Flood> floods)
      implements LiveEvent {}

  /** All can be carried again. */
  record OverloadEnded(long lastedNs, long lost, long shed) implements LiveEvent {}

  /**
   * The end of the run.
   *
   * @param elapsedNs since packets were taken
   * @param totals what became of them
   */
  record Stopped(long elapsedNs, Totals totals) implements LiveEvent {}

  /** Hears of what goes wrong and costs no packet; the same is said once. */
  interface Complaints {
    /** Takes note of a line. */
    void complain(String line);
  }

  /** Hears of events, one at a time. */
  interface Listener {
    /**
     * Takes note of an event.
     *
     * @param timeNs when it was noticed, ns since the epoch
     */
    void hear(long timeNs, LiveEvent event);
  }
}
