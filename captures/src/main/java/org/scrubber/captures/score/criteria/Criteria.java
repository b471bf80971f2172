package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;

/** All criteria in their order: the way into this package. */
public final class Criteria {
  private Criteria() {}

  /** Returns a row for every criterion that a scenario asks for, and some that only inform. */
  public static List<Row> rows(Played played) {
    List<Row> rows = new ArrayList<>(AttackCriteria.rows(played));
    rows.addAll(CollateralCriteria.rows(played));
    rows.addAll(ServiceCriteria.rows(played));
    rows.addAll(NamedCriteria.rows(played));
    if (!played.scenario().isBenign()) {
      rows.addAll(ReportCriteria.rows(played));
    }
    rows.addAll(EngineCriteria.rows(played));
    return List.copyOf(rows);
  }
}
