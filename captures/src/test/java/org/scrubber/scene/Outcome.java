package org.scrubber.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.scrubber.batch.Verdict;
import org.scrubber.detect.Mitigations;
import org.scrubber.pipeline.Worker;
import org.scrubber.policy.Policy;
import org.scrubber.report.Report;
import org.scrubber.report.ReportBuilder;
import org.scrubber.report.Tally;

/** What became of each packet of a scene. */
public final class Outcome {
  /**
   * One packet's fate.
   *
   * @param label the name it was sent under
   * @param ms when, after the scene's start
   * @param reason code, or "-"
   * @param vector name of the mitigation that judged it, or "-"
   * @param target prefix of that mitigation, or "-"
   */
  public record Judged(
      String label,
      long ms,
      Verdict verdict,
      String reason,
      String vector,
      String target,
      boolean monitored,
      long counter,
      long threshold) {}

  private final Policy policy;
  private final List<Judged> packets;
  private final Worker worker;
  private final Tally tally;

  Outcome(Policy policy, List<Judged> packets, Worker worker, Tally tally) {
    this.policy = policy;
    this.packets = packets;
    this.worker = worker;
    this.tally = tally;
  }

  /** Returns every packet in order. */
  public List<Judged> packets() {
    return packets;
  }

  /** Returns the packets sent under a label. */
  public Group of(String label) {
    List<Judged> some = packets.stream().filter(p -> p.label().equals(label)).toList();
    return new Group(label, some);
  }

  /** Returns the worker's mitigations. */
  public Mitigations mitigations() {
    return worker.mitigations();
  }

  /** Returns the report, after checking that its counts add up. */
  public Report report() {
    Report report =
        new ReportBuilder(policy, tally, worker.mitigations(), worker.view(), worker.contacts())
            .build(List.of("scene"), List.of(), 1);
    Report.Totals totals = report.totals();
    assertEquals(packets.size(), totals.offered().packets());
    assertEquals(
        totals.offered().packets(),
        totals.passed().packets() + totals.dropped().packets() + totals.challenged().packets());
    assertEquals(
        totals.offered().bytes(),
        totals.passed().bytes() + totals.dropped().bytes() + totals.challenged().bytes());
    return report;
  }
}
