package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.AttackLedger;
import org.scrubber.captures.score.ledger.MitigationLog.Treatment;
import org.scrubber.captures.score.ledger.Peak;
import org.scrubber.captures.world.World;
import org.scrubber.policy.Prefix;
import org.scrubber.report.Incident;

/** Whether what is reported is true (G9): when, whom, which vectors, how much. */
final class ReportCriteria {
  private static final double SECOND_NS = 1e9;
  private static final double MOST_SECONDS = 2;
  private static final double MOST_PERCENT = 5;

  /** An object that is hit by no more of the attack's peak has got crumbs. */
  private static final int CRUMBS_PERCENT = 5;

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
    rows.add(criteria.oneEach());
    rows.add(criteria.peak("peak pps", Peak::pps, Incident::peakPps));
    rows.add(criteria.peak("peak bit/s", Peak::bps, Incident::peakBps));
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

  /**
   * The first mitigation that the attack raised, from when the attack was as large as all that is
   * legitimate; what is always on needs none.
   */
  private Row opened() {
    long openedNs =
        played.keeper().mitigations().treatments().stream()
            .filter(one -> isTarget(one.tenant()))
            .mapToLong(Treatment::raisedNs)
            .filter(raisedNs -> raisedNs >= attacks.firstNs())
            .min()
            .orElse(-1);
    String asked = "<= " + Share.number(MOST_SECONDS) + " s";
    if (first().invariant() && !incidents.isEmpty()) {
      return Row.of("G9", "opened", asked, "always on", true);
    }
    if (openedNs < 0) {
      return Row.of("G9", "opened", asked, "never", false);
    }
    long onsetNs = attacks.onsetNs() < 0 ? attacks.firstNs() : attacks.onsetNs();
    double seconds = (openedNs - onsetNs) / SECOND_NS;
    String measured = String.format(Locale.ROOT, "%.1f s", seconds);
    return Row.of("G9", "opened", asked, measured, seconds <= MOST_SECONDS);
  }

  private VectorPlan first() {
    return played.scenario().vectors().stream()
        .min(Comparator.comparingDouble(VectorPlan::startS))
        .orElseThrow();
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
    Set<String> each = new TreeSet<>(named);
    significant().forEach(one -> each.add(one.target()));
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
    missing.removeAll(each);
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
          .filter(one -> !isMadeOf(one, expected))
          .forEach(one -> reported.add(one.vector()));
    }
    Set<String> missing = new TreeSet<>(expected);
    significant().forEach(one -> missing.remove(one.vector()));
    Set<String> extra = new TreeSet<>(reported);
    extra.removeAll(expected);
    played.scenario().vectors().forEach(plan -> extra.removeAll(plan.alsoReported()));
    StringBuilder text = new StringBuilder(list(reported));
    text.append(missing.isEmpty() ? "" : "; missing " + list(missing));
    text.append(extra.isEmpty() ? "" : "; wrong " + list(extra));
    boolean met = missing.isEmpty() && extra.isEmpty();
    return Row.of("G9", "vectors", list(expected), text.toString(), met);
  }

  /** All vectors of all incidents that are more than crumbs, and the parts of carpets. */
  private Stream<Incident.Vector> significant() {
    return incidents.stream()
        .flatMap(one -> one.vectors().stream())
        .flatMap(one -> Stream.concat(Stream.of(one), one.parts().stream()))
        .filter(Incident.Vector::significant);
  }

  /** A carpet of vectors that are expected is a true name for them. */
  private static boolean isMadeOf(Incident.Vector carpet, Set<String> expected) {
    return !carpet.parts().isEmpty()
        && carpet.parts().stream()
            .filter(Incident.Vector::significant)
            .allMatch(part -> expected.contains(part.vector()));
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** However often the attack comes back, and whatever it is made of. */
  private Row oneEach() {
    Map<String, Long> each =
        incidents.stream()
            .collect(Collectors.groupingBy(Incident::object, TreeMap::new, Collectors.counting()));
    long campaigns = incidents.stream().map(Incident::campaignId).distinct().count();
    String measured =
        "%d of %d objects, %d campaigns".formatted(incidents.size(), each.size(), campaigns);
    boolean met = incidents.size() == each.size() && campaigns == 1;
    return Row.of("G9", "incidents", "one an object, one campaign", measured, met);
  }

  /** The worst of all objects that had more than crumbs of the attack. */
  private Row peak(String subject, ToLongFunction<Peak> truth, ToLongFunction<Incident> reported) {
    long all = truth.applyAsLong(attacks.peak());
    double worst = 0;
    String measured = "no incident of any size";
    for (int object = 0; object < played.engine().objects().size(); object++) {
      long expected = truth.applyAsLong(attacks.object(object).peak());
      if (expected * 100 < all * CRUMBS_PERCENT) {
        continue;
      }
      String name = played.engine().objects().get(object);
      long found =
          incidents.stream()
              .filter(one -> one.object().equals(name))
              .mapToLong(reported)
              .max()
              .orElse(0);
      double percent = 100.0 * (found - expected) / expected;
      if (Math.abs(percent) >= Math.abs(worst)) {
        worst = percent;
        measured =
            String.format(
                Locale.ROOT, "%s: %,d for %,d (%+.1f %%)", name, found, expected, percent);
      }
    }
    String asked = "within " + Share.number(MOST_PERCENT) + " %";
    boolean met = !incidents.isEmpty() && Math.abs(worst) <= MOST_PERCENT;
    return Row.of("G9", subject, asked, measured, met);
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
