package org.scrubber.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.upstream.Flood;

/** Tells from what all workers report whether more comes than can be carried. */
final class OverloadWatch {
  private static final long SECOND_NS = 1_000_000_000L;

  /** A loss must go on for so long: the JVM's pauses are shorter, and the signal comes in 2 s. */
  private static final long BEGIN_NS = SECOND_NS / 2;

  /** Without a loss for so long, it is over. */
  private static final long END_NS = 5 * SECOND_NS;

  private static final int MOST_FLOODS = 8;

  private long lastNs;
  private long offered;
  private long lost;
  private long shed;
  private long lossSinceNs;
  private long lastLossNs;
  private long offeredAtLoss;
  private long lostAtLoss;
  private long shedAtLoss;
  private boolean losing;
  private boolean overloaded;

  /**
   * Takes note of the counts of all workers together.
   *
   * @param nowOffered packets that came, with those that were lost
   * @param nowLost packets that were lost unseen, or for want of room to be sent
   * @param nowShed packets that were dropped because there was no room
   * @return what there is to say, or null
   */
  @Nullable LiveEvent look(
      long nowNs, long nowOffered, long nowLost, long nowShed, List<Attack> attacks) {
    boolean first = lastNs == 0;
    boolean loses = !first && nowLost + nowShed > lost + shed;
    if (loses && !losing) {
      losing = true;
      lossSinceNs = lastNs;
      offeredAtLoss = offered;
      lostAtLoss = lost;
      shedAtLoss = shed;
    }
    if (loses) {
      lastLossNs = nowNs;
    }
    lastNs = nowNs;
    offered = nowOffered;
    lost = nowLost;
    shed = nowShed;
    if (losing && !overloaded && loses && nowNs - lossSinceNs >= BEGIN_NS) {
      overloaded = true;
      return began(nowNs, attacks);
    }
    if (losing && nowNs - lastLossNs >= (overloaded ? END_NS : BEGIN_NS)) {
      losing = false;
      if (overloaded) {
        overloaded = false;
        return new LiveEvent.OverloadEnded(
            lastLossNs - lossSinceNs, lost - lostAtLoss, shed - shedAtLoss);
      }
    }
    return null;
  }

  private LiveEvent began(long nowNs, List<Attack> attacks) {
    double seconds = (double) (nowNs - lossSinceNs) / SECOND_NS;
    List<Attack> largest = new ArrayList<>(attacks);
    largest.sort(Comparator.comparingLong(Attack::ratePps).reversed());
    List<Flood> floods = largest.stream().limit(MOST_FLOODS).map(Attack::flood).toList();
    return new LiveEvent.Overloaded(
        Math.round((offered - offeredAtLoss) / seconds),
        Math.round((lost - lostAtLoss) / seconds),
        Math.round((shed - shedAtLoss) / seconds),
        floods);
  }
}
