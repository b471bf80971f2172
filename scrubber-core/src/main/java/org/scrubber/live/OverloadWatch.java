package org.scrubber.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Prefix;
import org.scrubber.upstream.Flood;

/** Tells from what all workers report whether more comes than can be carried. */
final class OverloadWatch {
  private static final long SECOND_NS = 1_000_000_000L;

  /** A loss must go on for so long: the JVM's pauses are shorter, and the signal comes in 2 s. */
  private static final long BEGIN_NS = SECOND_NS / 2;

  /** Without a loss for so long, it is over. */
  private static final long END_NS = 5 * SECOND_NS;

  private static final int MOST_FLOODS = 8;

  /** What joins is proposed at most so often. */
  private static final long AGAIN_NS = 5 * SECOND_NS;

  /** What joins is treated for so long before: until then nobody knows what its packets share. */
  private static final long JOINED_NS = SECOND_NS;

  /** So much is proposed during one overload; nobody would read more. */
  private static final int MOST_PROPOSED = 256;

  /** What a rule is about. */
  private record Subject(Prefix target, int vector) {}

  private final Map<Subject, Long> seenNs = new HashMap<>();
  private final Set<Subject> proposed = new HashSet<>();
  private long lastNs;
  private long offered;
  private long lost;
  private long shed;
  private long lossSinceNs;
  private long lastLossNs;
  private long offeredAtLoss;
  private long lostAtLoss;
  private long shedAtLoss;
  private long saidNs;
  private long offeredSaid;
  private long lostSaid;
  private long shedSaid;
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
      seenNs.clear();
      proposed.clear();
      said(lossSinceNs, offeredAtLoss, lostAtLoss, shedAtLoss);
      return overload(nowNs, true, floods(attacks, nowNs, 0));
    }
    if (overloaded && loses && nowNs - saidNs >= AGAIN_NS) {
      List<Flood> joined = floods(attacks, nowNs, JOINED_NS);
      return joined.isEmpty() ? null : overload(nowNs, false, joined);
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

  private void said(long timeNs, long offeredThen, long lostThen, long shedThen) {
    saidNs = timeNs;
    offeredSaid = offeredThen;
    lostSaid = lostThen;
    shedSaid = shedThen;
  }

  /** Says how much came, was lost and was shed since that was said last. */
  private LiveEvent overload(long nowNs, boolean begins, List<Flood> floods) {
    double seconds = (double) (nowNs - saidNs) / SECOND_NS;
    LiveEvent event =
        new LiveEvent.Overloaded(
            begins,
            Math.round((offered - offeredSaid) / seconds),
            Math.round((lost - lostSaid) / seconds),
            Math.round((shed - shedSaid) / seconds),
            floods);
    said(nowNs, offered, lost, shed);
    return event;
  }

  /**
   * Returns the largest attacks that nothing was proposed against yet, with the vectors that this
   * is true of; from now on something was.
   *
   * @param leastNs how long they must have been there
   */
  private List<Flood> floods(List<Attack> attacks, long nowNs, long leastNs) {
    List<Attack> largest = new ArrayList<>(attacks);
    largest.sort(Comparator.comparingLong(Attack::ratePps).reversed());
    List<Flood> floods = new ArrayList<>();
    for (Attack attack : largest) {
      Flood flood = attack.flood();
      List<Integer> fresh = new ArrayList<>();
      for (int vector : flood.vectors()) {
        Subject subject = new Subject(flood.target(), vector);
        if (isDue(subject, nowNs, leastNs) && floods.size() < MOST_FLOODS) {
          proposed.add(subject);
          fresh.add(vector);
        }
      }
      if (!fresh.isEmpty()) {
        floods.add(flood.of(fresh));
      }
    }
    return List.copyOf(floods);
  }

  private boolean isDue(Subject subject, long nowNs, long leastNs) {
    boolean known = seenNs.containsKey(subject);
    if (proposed.contains(subject) || !known && seenNs.size() >= MOST_PROPOSED) {
      return false;
    }
    return nowNs - seenNs.computeIfAbsent(subject, any -> nowNs) >= leastNs;
  }
}
