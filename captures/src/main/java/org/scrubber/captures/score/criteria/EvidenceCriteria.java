package org.scrubber.captures.score.criteria;

import java.util.ArrayList;
import java.util.List;
import org.scrubber.captures.scenario.VectorPlan;
import org.scrubber.captures.score.ledger.SampleLedger.Evidence;
import org.scrubber.report.Samples;

/** Whether enough is kept of each vector to show what it was, and nothing else (G14). */
final class EvidenceCriteria {
  private static final int FEWEST = 50;
  private static final int MOST = 1_000;
  private static final double TRULY = 0.99;

  private EvidenceCriteria() {}

  static List<Row> rows(Played played) {
    String asked = FEWEST + "-" + MOST + " samples, >= " + TRULY + " true";
    List<Evidence> evidence = played.engine().evidence();
    if (evidence.isEmpty()) {
      return List.of(Row.notMeasured("G14", "", asked, "nothing keeps evidence"));
    }
    assert Samples.MOST <= MOST : "no vector fills more";
    List<Row> rows = new ArrayList<>();
    for (VectorPlan plan : played.scenario().vectors()) {
      Evidence one = evidence.get(plan.number());
      Share truly = new Share(one.truly(), one.kept());
      boolean met = one.early() >= FEWEST && one.most() <= MOST && truly.isAtLeast(TRULY);
      String measured = "%,d samples, %s".formatted(one.early(), truly.text());
      if (plan.rate() >= 1) {
        rows.add(Row.of("G14", plan.id(), asked, measured, met));
      } else {
        rows.add(Row.info("G14", plan.id(), measured));
      }
    }
    return rows;
  }
}
