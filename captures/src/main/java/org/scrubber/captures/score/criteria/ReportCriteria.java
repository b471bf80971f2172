package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.AttackLedger;
import org.scrubber.captures.score.ledger.MitigationLog.Treatment;
import org.scrubber.captures.world.World;
import org.scrubber.policy.Prefix;
import org.scrubber.report.Incident;

/** Whether what is reported is true (G9): when, whom, which vectors, how much. */
final class ReportCriteria {
  private static final double SECOND_NS = 1e9;
  private static final double MOST_SECONDS = 2;
  private static final double MOST_PERCENT = 5;

  private final Played played;
  private final AttackLedger attacks;
  private final List<Incident> incidents;

  private ReportCriteria(Played played) {
    this.played = played;
    attacks = played.keeper().attacks();
    incidents =
        played.engine().incidents().stream()
            .filter(one -> worldNs(one.stopNs()) >= played.keeper().times().attackNs())
            .toList();
  }

  static List<Row> rows(Played played) {
    ReportCriteria criteria = new ReportCriteria(played);
    if (criteria.attacks.firstNs() < 0) {
      return List.of(Row.notMeasured("G9", "", "a true report", "no packet was seen"));
    }
    List<Row> rows = new ArrayList<>();
    rows.add(criteria.opened());
    rows.add(criteria.targets());
    rows.add(criteria.vectors());
    rows.add(
        criteria.peak(
            "peak pps",
            criteria.attacks.peak().pps(),
            criteria.incidents.stream().mapToLong(Incident::peakPps).sum()));
    rows.add(
        criteria.peak(
            "peak bit/s",
            criteria.attacks.peak().bps(),
            criteria.incidents.stream().mapToLong(Incident::peakBps).sum()));
    rows.add(
        criteria.time(
            "start",
            criteria.attacks.firstNs(),
            criteria.incidents.stream().mapToLong(Incident::startNs).min().orElse(-1)));
    rows.add(
        criteria.time(
            "stop",
            criteria.attacks.lastNs(),
            criteria.incidents.stream().mapToLong(Incident::stopNs).max().orElse(-1)));
    return rows;
  }

  private static long worldNs(long timeNs) {
    return timeNs - World.EPOCH_NS;
  }

  /** The first mitigation that the attack raised; what is always on needs none. */
  private Row opened() {
    long openedNs =
        played.keeper().mitigations().treatments().stream()
            .filter(one -> isTarget(one.tenant()))
            .mapToLong(Treatment::raisedNs)
            .filter(raisedNs -> raisedNs >= attacks.firstNs())
            .min()
            .orElse(-1);
    String asked = "<= " + Share.number(MOST_SECONDS) + " s";
    if (openedNs < 0) {
      boolean always = played.scenario().vectors().stream().allMatch(VectorPlan::invariant);
      boolean reported = always && !incidents.isEmpty();
      return Row.of("G9", "opened", asked, reported ? "always on" : "never", reported);
    }
    double seconds = (openedNs - attacks.firstNs()) / SECOND_NS;
    String measured = String.format(Locale.ROOT, "%.1f s", seconds);
    return Row.of("G9", "opened", asked, measured, seconds <= MOST_SECONDS);
  }

  private boolean isTarget(int tenant) {
    List<String> targets = played.scenario().targets();
    return targets.contains("ALL")
        || (tenant >= 0 && targets.contains(Plan.standard().tenants().get(tenant).id()));
  }

  /** Nobody else is named; hosts that alone are attacked are named as hosts. */
  private Row targets() {
    Set<String> named = new TreeSet<>();
    incidents.forEach(one -> named.addAll(one.targets()));
    Set<String> wrong = new TreeSet<>();
    for (String text : named) {
      Prefix prefix = Prefix.parse(text);
      Tenant owner =
          Plan.standard()
              .tenantOf(
                  new org.scrubber.captures.plan.Address(
                      prefix.family(), prefix.high(), prefix.low()));
      if (owner == null || !isTarget(owner.number())) {
        wrong.add(text);
      }
    }
    Set<String> missing = new TreeSet<>(attacks.soleHosts());
    missing.removeAll(named);
    StringBuilder text =
        new StringBuilder(named.size() > 4 ? named.size() + " targets" : list(named));
    text.append(missing.isEmpty() ? "" : "; missing " + list(missing));
    text.append(wrong.isEmpty() ? "" : "; wrong " + list(wrong));
    boolean met = !named.isEmpty() && missing.isEmpty() && wrong.isEmpty();
    return Row.of("G9", "targets", list(attacks.soleHosts()), text.toString(), met);
  }

  private Row vectors() {
    Set<String> expected = new TreeSet<>();
    for (VectorPlan plan : played.scenario().vectors()) {
      if (plan.rate() >= 1) {
        expected.addAll(plan.vectors());
      }
    }
    Set<String> reported = new TreeSet<>();
    for (Incident incident : incidents) {
      incident.vectors().stream()
          .filter(Incident.Vector::significant)
          .forEach(one -> reported.add(one.vector()));
    }
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(reported);
    Set<String> extra = new TreeSet<>(reported);
    extra.removeAll(expected);
    played.scenario().vectors().forEach(plan -> extra.removeAll(plan.alsoReported()));
    StringBuilder text = new StringBuilder(list(reported));
    text.append(missing.isEmpty() ? "" : "; missing " + list(missing));
    text.append(extra.isEmpty() ? "" : "; wrong " + list(extra));
    boolean met = missing.isEmpty() && extra.isEmpty();
    return Row.of("G9", "vectors", list(expected), text.toString(), met);
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private Row peak(String subject, long truth, long reported) {
    double percent = truth == 0 ? 0 : 100.0 * (reported - truth) / truth;
    String measured =
        String.format(Locale.ROOT, "%,d for %,d (%+.1f %%)", reported, truth, percent);
    String asked = "within " + Share.number(MOST_PERCENT) + " %";
    return Row.of("G9", subject, asked, measured, Math.abs(percent) <= MOST_PERCENT);
  }

  private Row time(String subject, long truthNs, long reportedNs) {
    String asked = "within " + Share.number(MOST_SECONDS) + " s";
    if (reportedNs < 0) {
      return Row.of("G9", subject, asked, "no incident", false);
    }
    double seconds = (worldNs(reportedNs) - truthNs) / SECOND_NS;
    String measured = String.format(Locale.ROOT, "%+.1f s", seconds);
    return Row.of("G9", subject, asked, measured, Math.abs(seconds) <= MOST_SECONDS);
  }
}
