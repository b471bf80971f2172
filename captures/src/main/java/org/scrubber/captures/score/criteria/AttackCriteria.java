package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.AttackLedger;
import org.scrubber.captures.score.ledger.VectorLedger;

/** How much of the attack is kept away (G1, G1z), and how soon (G2). */
final class AttackCriteria {
  /** Bins of the first second, which G1 does not count. */
  private static final int GRACE_BINS = 10;

  private static final String LATER_PULSE = "X-later-pulse-G2";
  private static final double SETTLED_PASSED_SHARE = 0.01;

  private AttackCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>();
    AttackLedger attacks = played.keeper().attacks();
    List<VectorPlan> plans = played.scenario().vectors();
    long offered = 0;
    long passed = 0;
    for (VectorPlan plan : plans) {
      VectorLedger ledger = attacks.vectors().get(plan.number());
      if (ledger.isEmpty()) {
        rows.add(Row.notMeasured("G1", plan.id(), atLeast(g1(played)), "no packet was seen"));
        continue;
      }
      if (isGoal(played, plan)) {
        rows.add(goal(plan, ledger));
        continue;
      }
      if (!played.asksFor("X-" + plan.id() + "-G1")) { // It has a limit of its own.
        offered += ledger.offeredFrom(GRACE_BINS);
        passed += ledger.passedFrom(GRACE_BINS);
      }
      rows.add(stopped(played, plan, ledger));
      rows.add(settled(played, plan, ledger));
      rows.addAll(laterPulses(played, plan, ledger));
    }
    if (plans.size() > 1 && offered > 0) {
      Share stopped = new Share(offered - passed, offered);
      double limit = g1(played);
      rows.add(Row.of("G1", "all", atLeast(limit), stopped.text(), stopped.isAtLeast(limit)));
    }
    if (attacks.stateless() > 0) {
      rows.add(invariant(played, "stateless", attacks.stateless(), attacks.statelessPassed()));
    }
    VectorLedger strays = attacks.strays();
    if (!strays.isEmpty()) {
      rows.add(invariant(played, "strays", strays.offeredFrom(0), strays.passedFrom(0)));
    }
    return rows;
  }

  private static double g1(Played played) {
    return played.limit("G1", 0.999);
  }

  /** A vector of which nothing need be stopped is measured, and no condition. */
  private static boolean isGoal(Played played, VectorPlan plan) {
    String own = ownLimit(plan);
    return played.asksFor(own) && played.limit(own, 1) == 0;
  }

  private static Row goal(VectorPlan plan, VectorLedger ledger) {
    long offered = ledger.offeredFrom(GRACE_BINS);
    Share stopped = new Share(offered - ledger.passedFrom(GRACE_BINS), offered);
    return Row.info("G1", plan.id(), stopped.text());
  }

  private static String ownLimit(VectorPlan plan) {
    return "X-" + plan.id() + "-G1";
  }

  private static Row stopped(Played played, VectorPlan plan, VectorLedger ledger) {
    if (plan.invariant()) {
      return invariant(played, plan.id(), ledger.offeredFrom(0), ledger.passedFrom(0));
    }
    long offered = ledger.offeredFrom(GRACE_BINS);
    Share stopped = new Share(offered - ledger.passedFrom(GRACE_BINS), offered);
    double limit = played.limit(ownLimit(plan), g1(played));
    return Row.of("G1", plan.id(), atLeast(limit), stopped.text(), stopped.isAtLeast(limit));
  }

  private static Row invariant(Played played, String subject, long offered, long passed) {
    double limit = played.limit("G1z", 0.9999);
    Share stopped = new Share(offered - passed, offered);
    return Row.of("G1z", subject, atLeast(limit), stopped.text(), stopped.isAtLeast(limit));
  }

  private static Row settled(Played played, VectorPlan plan, VectorLedger ledger) {
    double limit = played.limit("G2", 1.0);
    int[] pulses = ledger.pulseBins();
    boolean pulsed = played.asksFor(LATER_PULSE) && pulses.length > 1;
    // What a vector may let through in the mean, it lets through twice in some bin.
    double mayPass = 2 * (1 - played.limit("X-" + plan.id() + "-G1", 1));
    double passedShare = Math.max(SETTLED_PASSED_SHARE, mayPass);
    long settledNs;
    if (pulsed) {
      settledNs = ledger.settledAfterNs(passedShare, 0, pulses[1]);
    } else if (plan.values().containsKey("sequence")) {
      settledNs = worst(ledger, ledger.turnBins(), 0);
    } else {
      settledNs = ledger.settledAfterNs(passedShare);
    }
    double seconds = settledNs / 1e9;
    return Row.of(
        "G2",
        plan.id(),
        "<= " + Share.number(limit) + " s",
        Share.number(seconds) + " s",
        seconds <= limit);
  }

  /** Returns how long the slowest takes to settle, of the parts of a vector that begin in bins. */
  private static long worst(VectorLedger ledger, int[] begins, int first) {
    long worstNs = 0;
    for (int k = first; k < begins.length; k++) {
      int end = k + 1 < begins.length ? begins[k + 1] : Integer.MAX_VALUE;
      worstNs = Math.max(worstNs, ledger.settledAfterNs(SETTLED_PASSED_SHARE, begins[k], end));
    }
    return worstNs;
  }

  /** Pulses that come back are met sooner; the fourth of a fast train at once. */
  private static List<Row> laterPulses(Played played, VectorPlan plan, VectorLedger ledger) {
    int[] pulses = ledger.pulseBins();
    List<Row> rows = new ArrayList<>();
    if (played.asksFor(LATER_PULSE) && pulses.length > 1) {
      long worstNs = worst(ledger, pulses, 1);
      double limit = played.limit(LATER_PULSE, 0);
      String asked = "<= " + Share.number(limit) + " s";
      String measured = Share.number(worstNs / 1e9) + " s";
      rows.add(Row.of("G2", plan.id() + " later", asked, measured, worstNs <= limit * 1e9));
    }
    String fourth = "X-" + plan.id() + "-fourth-pulse-G1";
    if (played.asksFor(fourth) && pulses.length > 3) {
      long offered = ledger.offeredFrom(pulses[3]);
      Share stopped = new Share(offered - ledger.passedFrom(pulses[3]), offered);
      double limit = played.limit(fourth, 1);
      boolean met = stopped.isAtLeast(limit);
      rows.add(Row.of("G1", plan.id() + " fourth", atLeast(limit), stopped.text(), met));
    }
    return rows;
  }

  private static String atLeast(double limit) {
    return ">= " + Share.number(limit);
  }
}
