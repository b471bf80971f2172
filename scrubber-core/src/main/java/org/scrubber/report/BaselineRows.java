package org.scrubber.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scrubber.detect.Baseline;
import org.scrubber.detect.Baselines;

/** Shows what was learned to be normal for an object. */
final class BaselineRows {
  private BaselineRows() {}

  /** Returns the rows of an object, by name; what has not been seen has none. */
  static List<Report.BaselineRow> of(Baselines baselines, int object) {
    List<Report.BaselineRow> rows = new ArrayList<>();
    for (int k = 0; k < baselines.size(); k++) {
      Baseline one = baselines.get(k);
      if (one.isOf(object) && one.hasLearned()) {
        rows.add(
            new Report.BaselineRow(
                baselines.describe(one),
                (long) StrictMath.ceil(one.hostPps()),
                (long) StrictMath.ceil(one.allPps()),
                one.isUsable(),
                baselines.policyPps(one),
                baselines.effectivePps(one)));
      }
    }
    rows.sort(Comparator.comparing(Report.BaselineRow::name));
    return List.copyOf(rows);
  }
}
