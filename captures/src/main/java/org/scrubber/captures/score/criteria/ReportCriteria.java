package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.MitigationLog.Treatment;
import org.scrubber.captures.score.ledger.VectorLedger;
import org.scrubber.classify.Vectors;
import org.scrubber.filter.Reason;
import org.scrubber.filter.Reasons;

/** Whether what is reported is true (G9): when, whom, and which vectors. */
final class ReportCriteria {
  /** A vector with fewer of the judged packets is a crumb of another. */
  private static final double CRUMB = 0.01;

  private static final double SECOND_NS = 1e9;

  private ReportCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>();
    rows.add(opened(played));
    rows.add(vectors(played));
    rows.add(Row.notMeasured("G9", "peaks", "within 5 %", "incidents are not kept yet"));
    rows.add(Row.notMeasured("G9", "start and stop", "within 2 s", "incidents are not kept yet"));
    return rows;
  }

  private static List<Treatment> treatments(Played played) {
    List<String> targets = played.scenario().targets();
    List<Tenant> tenants = Plan.standard().tenants();
    return played.keeper().mitigations().treatments().stream()
        .filter(one -> one.judged() > 0)
        .filter(
            one ->
                targets.contains("ALL")
                    || (one.tenant() >= 0 && targets.contains(tenants.get(one.tenant()).id())))
        .toList();
  }

  private static Row opened(Played played) {
    long firstNs =
        played.keeper().attacks().vectors().stream()
            .filter(one -> !one.isEmpty())
            .mapToLong(VectorLedger::firstNs)
            .min()
            .orElse(-1);
    String asked = "<= 2 s";
    if (firstNs < 0) {
      return Row.notMeasured("G9", "opened", asked, "no packet was seen");
    }
    long openedNs =
        treatments(played).stream().mapToLong(Treatment::raisedNs).min().orElse(Long.MAX_VALUE);
    boolean always = played.scenario().vectors().stream().allMatch(VectorPlan::invariant);
    if (openedNs == Long.MAX_VALUE) {
      return Row.of("G9", "opened", asked, always ? "always on" : "never", always);
    }
    double afterS = (openedNs - firstNs) / SECOND_NS;
    return Row.of("G9", "opened", asked, String.format(Locale.ROOT, "%.1f s", afterS), afterS <= 2);
  }

  private static Row vectors(Played played) {
    Set<String> expected = new TreeSet<>();
    for (VectorPlan plan : played.scenario().vectors()) {
      if (plan.rate() >= 1) {
        expected.addAll(plan.vectors());
      }
    }
    Set<String> reported = reported(played);
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(reported);
    Set<String> extra = new TreeSet<>(reported);
    extra.removeAll(expected);
    StringBuilder text = new StringBuilder(String.join(", ", reported));
    text.append(reported.isEmpty() ? "none" : "");
    text.append(missing.isEmpty() ? "" : "; missing " + String.join(", ", missing));
    text.append(extra.isEmpty() ? "" : "; wrong " + String.join(", ", extra));
    return Row.of(
        "G9",
        "vectors",
        String.join(", ", expected),
        text.toString(),
        missing.isEmpty() && extra.isEmpty());
  }

  private static Set<String> reported(Played played) {
    List<Treatment> treatments = treatments(played);
    long[] drops = played.keeper().drops();
    long total = java.util.Arrays.stream(drops).sum();
    Set<String> reported = new TreeSet<>();
    for (Treatment one : treatments) {
      if (one.judged() >= CRUMB * total) {
        reported.add(one.vector());
      }
    }
    long[] standing = new long[Vectors.COUNT];
    for (Reason reason : Reasons.all()) {
      standing[Reasons.vector(reason)] += drops[reason.id()];
    }
    for (int vector = 1; vector < standing.length; vector++) {
      if (standing[vector] > 0 && standing[vector] >= CRUMB * total) {
        reported.add(Vectors.name(vector));
      }
    }
    return reported;
  }
}
