package org.scrubber.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scrubber.classify.Vectors;
import org.scrubber.live.event.Attack;
import org.scrubber.live.event.LiveEvent;
import org.scrubber.policy.Prefix;

/** Tells from two bulletins of a worker what was raised, changed and ended between them. */
final class MitigationWatch {
  private final int worker;
  private final long beganNs;
  private final Map<Long, Attack> active = new HashMap<>();

  /**
   * Begins to watch a worker.
   *
   * @param beganNs when the run began, ns since the epoch: what was raised before is restored
   */
  MitigationWatch(int worker, long beganNs) {
    this.worker = worker;
    this.beganNs = beganNs;
  }

  /** Takes note of a bulletin, and returns what is new in it. */
  List<LiveEvent> compare(Bulletin bulletin) {
    List<LiveEvent> events = new ArrayList<>();
    Map<Long, Attack> now = new HashMap<>();
    for (int row = 0; row < bulletin.active; row++) {
      Attack attack = attack(bulletin, row);
      now.put(attack.number(), attack);
      Attack before = active.remove(attack.number());
      Attack told = attack.at(bulletin.toldPps[row]); // As the journal has it.
      if (before == null && attack.raisedNs() < beganNs) {
        events.add(new LiveEvent.Restored(told));
      } else if (before == null) {
        events.add(new LiveEvent.Raised(told));
      } else if (attack.pulses() != before.pulses() || !attack.treated().equals(before.treated())) {
        events.add(new LiveEvent.Changed(told));
      }
    }
    for (Attack gone : active.values()) {
      events.add(new LiveEvent.Ended(gone, bulletin.nowNs - gone.raisedNs()));
    }
    active.clear();
    active.putAll(now);
    return events;
  }

  /** Returns what is active. */
  List<Attack> active() {
    return List.copyOf(active.values());
  }

  private Attack attack(Bulletin bulletin, int row) {
    return new Attack(
        worker,
        bulletin.number[row],
        bulletin.engine.policy().objects().get(bulletin.object[row]).name(),
        Vectors.name(bulletin.vector[row]),
        treated(bulletin.vectorsLow[row], bulletin.vectorsHigh[row]),
        new Prefix(
            bulletin.family[row],
            bulletin.targetHigh[row],
            bulletin.targetLow[row],
            bulletin.targetLength[row]),
        bulletin.pulses[row],
        bulletin.raisedNs[row],
        bulletin.ratePps[row],
        bulletin.thresholdPps[row],
        bulletin.dropped[row],
        bulletin.challenged[row],
        (int) bulletin.sourcePort[row],
        (int) bulletin.targetPort[row],
        (int) bulletin.payloadBytes[row]);
  }

  private static List<Integer> treated(long low, long high) {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < Vectors.COUNT; id++) {
      if (((id < Long.SIZE ? low : high) >>> id & 1) != 0) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }
}
