package org.scrubber.captures.score.criteria;

import java.util.List;
import org.scrubber.captures.scenario.Restart;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.OutageLedger;
import org.scrubber.captures.score.ledger.VectorLedger;
import org.scrubber.snapshot.Restored;

/** What a restart of the scrubber costs, where a scenario has any. */
final class RestartCriteria {
  /** What happens so long after a restart may come of it. */
  private static final long AFTERMATH_NS = 20_000_000_000L;

  private static final double SETTLED_PASSED_SHARE = 0.01;

  private final Played played;
  private final List<Restart> restarts;
  private final double limit;

  RestartCriteria(Played played, double limit) {
    this.played = played;
    this.limit = limit;
    restarts = Restart.of(played.scenario());
  }

  /** For how long packets went past it. */
  Row outage() {
    OutageLedger outage = played.keeper().outage();
    double seconds = outage.longestNs() / 1e9;
    String measured =
        "%s s, %,d of the attack and %,d legitimate went past"
            .formatted(Share.number(seconds), outage.attack(), outage.legitimate());
    return row("outage-s", " s", measured, seconds);
  }

  /** How old the state is that it comes back with, when it was killed. */
  Row age() {
    List<Restored> restored = played.engine().restored();
    double oldestS = restored.stream().mapToLong(Restored::ageNs).max().orElse(0) / 1e9;
    String measured = Share.number(oldestS) + " s";
    boolean all = restored.size() == restarts.size();
    return all
        ? row("state-age-s", " s", measured, oldestS)
        : Row.notMeasured("X", "state-age-s", asked(" s"), restored.size() + " restarts");
  }

  /** How soon the attack is stopped again. */
  Row settled(String name, boolean killed) {
    long worstNs = 0;
    for (Restart one : restarts) {
      for (VectorPlan plan : played.scenario().vectors()) {
        worstNs = Math.max(worstNs, one.killed() == killed ? settledNs(plan, one) : 0);
      }
    }
    return row(name, " s", Share.number(worstNs / 1e9) + " s", worstNs / 1e9);
  }

  private long settledNs(VectorPlan plan, Restart restart) {
    VectorLedger ledger = played.keeper().attacks().vectors().get(plan.number());
    int from = bin(ledger, restart.backNs());
    int to = bin(ledger, restart.backNs() + AFTERMATH_NS);
    return ledger.isEmpty() ? 0 : ledger.settledAfterNs(SETTLED_PASSED_SHARE, from, to);
  }

  private static int bin(VectorLedger ledger, long timeNs) {
    return (int) (Math.max(0, timeNs - ledger.firstNs()) / VectorLedger.BIN_NS);
  }

  /** How many legitimate packets are lost after it was replaced in good order. */
  Row lost() {
    long lost = 0;
    for (Restart one : restarts) {
      for (long timeNs : played.keeper().losses().lossTimesNs()) {
        boolean of = timeNs >= one.goesNs() && timeNs < one.backNs() + AFTERMATH_NS;
        lost += of && !one.killed() ? 1 : 0;
      }
    }
    return row("graceful-lost", "", Long.toString(lost), lost);
  }

  private Row row(String name, String unit, String measured, double value) {
    return Row.of("X", name, asked(unit), measured, value <= limit);
  }

  private String asked(String unit) {
    return "<= " + Share.number(limit) + unit;
  }
}
