package org.scrubber.cli.top;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.cli.render.Quantity;
import org.scrubber.counter.CounterReader.Life;
import org.scrubber.counter.Readings;

/**
 * Whether all is well, in words: the first line of everything that is shown.
 *
 * @param well whether nothing is wrong with the scrubber itself, attacked or not
 * @param words for people
 */
record Condition(boolean well, String words) {
  /** A worker that has begun no turn for so long is stuck. */
  private static final long STUCK_NS = 1_000_000_000L;

  /** Returns the condition that all this makes. */
  static Condition of(
      Life life,
      Readings readings,
      List<String> cuts,
      long nowNs,
      Glance.Identity who,
      List<Glance.Side> sides,
      List<Glance.WorkerRow> workers,
      List<Glance.ObjectRow> objects,
      long active,
      Glance.Conductor conductor) {
    if (life == Life.ENDED || life == Life.ELSEWHERE) {
      return new Condition(
          false,
          "the instance has ended: process %d, last heard of at %s UTC"
              .formatted(who.pid(), Quantity.time(readings.heartbeatNs())));
    }
    List<String> wrong = new ArrayList<>();
    if (life == Life.SILENT) {
      wrong.add("no sign of life for " + Age.of(nowNs - readings.heartbeatNs()));
    } else {
      stuck(workers, wrong);
    }
    if (conductor.bypassOpen()) {
      wrong.add("the bypass is open and nothing is judged");
    }
    wrong.addAll(cuts);
    if (!readings.beneath().isEmpty()) {
      wrong.add(readings.beneath());
    }
    wentPast(sides, wrong);
    lost(sides, wrong);
    String attacks = attacks(objects, active);
    if (wrong.isEmpty()) {
      return new Condition(true, (active == 0 ? "all is well: " : "") + attacks);
    }
    return new Condition(false, "NOT WELL: " + String.join("; ", wrong) + "; " + attacks);
  }

  private static void stuck(List<Glance.WorkerRow> workers, List<String> wrong) {
    for (Glance.WorkerRow one : workers) {
      if (one.silentNs() > STUCK_NS) {
        wrong.add("worker %d has not run for %s".formatted(one.worker(), Age.of(one.silentNs())));
      }
    }
  }

  /** A worker that stood still may be back by now, and what went past it is not. */
  private static void wentPast(List<Glance.Side> sides, List<String> wrong) {
    double pps = 0;
    for (Glance.Side side : sides) {
      pps += side.wentPast().packetsPerSecond();
    }
    if (pps > 0) {
      wrong.add(Quantity.packetRate(pps) + " went past unjudged");
    }
  }

  private static void lost(List<Glance.Side> sides, List<String> wrong) {
    double received = 0;
    double sent = 0;
    for (Glance.Side side : sides) {
      received += side.receiveLost().packetsPerSecond();
      sent += side.sendLost().packetsPerSecond();
    }
    if (received > 0) {
      wrong.add("queues lose " + Quantity.packetRate(received));
    }
    if (sent > 0) {
      wrong.add(Quantity.packetRate(sent) + " find no room to be sent");
    }
  }

  private static String attacks(List<Glance.ObjectRow> objects, long active) {
    long attacked = objects.stream().filter(Glance.ObjectRow::underAttack).count();
    long quiet = objects.size() - attacked;
    return attacked == 0
        ? Quantity.counted(quiet, "object") + ", none under attack"
        : "%s under attack, %s; %s quiet"
            .formatted(
                Quantity.counted(attacked, "object"),
                Quantity.counted(active, "mitigation"),
                Quantity.count(quiet));
  }
}
