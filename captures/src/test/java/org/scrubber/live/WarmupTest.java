package org.scrubber.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scrubber.live.rehearsal.Act;
import org.scrubber.live.rehearsal.RehearsalPolicy;
import org.scrubber.live.rehearsal.Stage;
import org.scrubber.report.Report;
import org.scrubber.report.ReportBuilder;

class WarmupTest {
  @Test
  void shouldRehearseWhatFiltersDo() throws Exception {
    long[] nowNs = {1_600_000_000_000_000_000L};
    LiveEngine engine = LiveEngine.of(RehearsalPolicy.create(Act.FLOODED));
    Duty duty = new Duty(() -> nowNs[0], engine);
    try (Stage stage = new Stage()) {
      duty.attach(stage.line());
      for (int round = 0; round < Warmup.TURNS_NS.length; round++) {
        for (int turn = 0; turn < stage.packets() / 256; turn++) {
          stage.step();
          duty.turn();
          nowNs[0] += Warmup.TURNS_NS[round];
        }
      }
      duty.detach();
    }
    Report report =
        new ReportBuilder(
                engine.policy(),
                engine.tally(),
                engine.worker().mitigations(),
                engine.worker().view(),
                engine.worker().contacts())
            .build(List.of("rehearsal"), List.of(), 1);
    Set<String> seen =
        report.reasons().stream()
            .map(Report.ReasonRow::code)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>(EXPECTED);
    missing.removeAll(seen);
    assertEquals(Set.of(), missing, () -> "seen: " + seen);
    Report.Totals totals = report.totals();
    assertTrue(totals.passed().packets() > totals.offered().packets() / 10, totals::toString);
  }

  private static final Set<String> EXPECTED =
      Set.of(
          "ack-flood-out-of-state",
          "amplification-flood",
          "bogon-source",
          "esp-flood",
          "fin-flood-out-of-state",
          "fragment-flood",
          "gre-flood",
          "icmp-backscatter",
          "icmp-flood",
          "malformed-tcp-flags",
          "rst-flood-out-of-state",
          "syn-flood-proof",
          "syn-flood-signature",
          "syn-flood-unproven-source",
          "synack-reflection",
          "udp-flood-signature",
          "udp-flood-unsolicited");
}
