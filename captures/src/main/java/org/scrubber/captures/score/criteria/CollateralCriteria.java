package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scrubber.captures.plan.Plan;
import org.scrubber.captures.plan.Tenant;
import org.scrubber.captures.score.ledger.LossLedger;
import org.scrubber.captures.score.ledger.MitigationLog.Treatment;
import org.scrubber.captures.score.ledger.Phase;
import org.scrubber.filter.Reasons;

/**
 * What legitimate traffic loses: by phase (G3), by those who are not attacked (G4), and whether
 * anything is done at all where nobody attacks (G10).
 */
final class CollateralCriteria {
  private CollateralCriteria() {}

  static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>();
    LossLedger losses = played.keeper().losses();
    double limit = played.limit("G3", 1e-4);
    for (Phase phase : List.of(Phase.BEFORE, Phase.DURING, Phase.AFTER)) {
      Share lost = new Share(losses.lost(phase), losses.offered(phase));
      if (lost.of() > 0 || lost.part() > 0) {
        String name = phase.name().toLowerCase(java.util.Locale.ROOT);
        rows.add(Row.of("G3", name, atMost(limit), lost.text(), lost.isAtMost(limit)));
      }
    }
    Share warmUp = new Share(losses.lost(Phase.WARM_UP), losses.offered(Phase.WARM_UP));
    rows.add(Row.info("G3", "warm-up", warmUp.text()));
    if (played.scenario().isBenign()) {
      rows.addAll(inactive(played));
    } else {
      rows.addAll(bystanders(played));
    }
    return rows;
  }

  private static List<Row> bystanders(Played played) {
    List<String> targets = played.scenario().targets();
    List<Tenant> others =
        Plan.standard().tenants().stream().filter(one -> !targets.contains(one.id())).toList();
    if (targets.contains("ALL") || others.isEmpty()) {
      return List.of();
    }
    LossLedger losses = played.keeper().losses();
    long lost = 0;
    long offered = 0;
    for (Tenant tenant : others) {
      for (Phase phase : List.of(Phase.BEFORE, Phase.DURING, Phase.AFTER)) {
        lost += losses.lost(phase, tenant.number());
        offered += losses.offered(phase, tenant.number());
      }
    }
    double limit = played.limit("G4", 1e-5);
    Share share = new Share(lost, offered);
    Set<String> treated = new LinkedHashSet<>();
    for (Treatment one : scored(played)) {
      if (others.stream().anyMatch(tenant -> tenant.number() == one.tenant())) {
        treated.add(one.vector() + " on " + one.target());
      }
    }
    return List.of(
        Row.of("G4", "losses", atMost(limit), share.text(), share.isAtMost(limit)),
        Row.of("G4", "mitigations", "none", list(treated), treated.isEmpty()));
  }

  private static List<Row> inactive(Played played) {
    Set<String> treated = new LinkedHashSet<>();
    for (Treatment one : scored(played)) {
      // A crowd may be reported; it may not be judged.
      if (one.judged() > 0 || !played.asksFor("X-alerts")) {
        treated.add(one.vector() + " on " + one.target());
      }
    }
    long[] drops = played.keeper().drops();
    long[] attacks = played.keeper().attackDrops();
    long dropped = 0;
    for (int reason = 0; reason < drops.length; reason++) {
      boolean malformed =
          Reasons.get(reason) != null && Reasons.get(reason).code().startsWith("malformed-");
      dropped += malformed ? 0 : drops[reason] - attacks[reason];
    }
    return List.of(
        Row.of("G10", "mitigations", "none", list(treated), treated.isEmpty()),
        Row.of("G10", "drops", "0", Long.toString(dropped), dropped == 0));
  }

  /** Returns the mitigations that held at any time after the warm-up. */
  private static List<Treatment> scored(Played played) {
    long startNs = played.keeper().times().startNs();
    return played.keeper().mitigations().treatments().stream()
        .filter(one -> one.withdrawnNs() < 0 || one.withdrawnNs() >= startNs)
        .toList();
  }

  private static String list(Set<String> names) {
    int shown = 3;
    String text = String.join(", ", names.stream().limit(shown).toList());
    return names.isEmpty()
        ? "none"
        : names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
  }

  private static String atMost(double limit) {
    return "<= " + Share.number(limit);
  }
}
