package org.scrubber.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scrubber.policy.Policies;
import org.scrubber.policy.Policy;

class RealCapturesTest {
  private static List<RealCapture> captures(String kind) throws IOException {
    assumeTrue(
        Files.isDirectory(RealCapture.folder()),
        "no real captures at " + RealCapture.folder() + ": skipped");
    return RealCapture.all().stream().filter(one -> one.kind().equals(kind)).toList();
  }

  @Test
  void shouldDropFloodsAndSpareTheRest() throws IOException {
    List<String> failures = new ArrayList<>();
    for (RealCapture capture : captures("attack")) {
      Policy policy = Policies.protecting(Judged.attacked(capture));
      Judged judged = Judged.of(capture, policy);
      Expectation expected = Expectation.of(capture.attackType());
      boolean gated = expected.gated() && capture.attackPackets() >= 1_000;
      System.out.printf(
          "%-62s %-24s %s A %6d lost %6.2f%%  B %5d lost %6.2f%%  R lost %d/%d  %s%n",
          capture.name(),
          capture.attackType(),
          gated ? "GATE" : "    ",
          judged.seen('A'),
          100 * judged.share('A'),
          judged.seen('B'),
          100 * judged.share('B'),
          judged.lost('R'),
          judged.seen('R'),
          judged.vectors);
      if (gated) {
        boolean good =
            judged.share('A') >= 0.95
                && judged.share('B') <= 0.01
                && expected.isNamedIn(judged.vectors);
        if (!good) {
          failures.add(capture.name() + " leaks " + judged.leaks.stream().limit(400).toList());
        }
      }
    }
    assertEquals(List.of(), failures);
  }

  @Test
  void shouldPassBenignCapturesWithoutPolicy() throws IOException {
    long packets = 0;
    long lost = 0;
    for (RealCapture capture : captures("benign")) {
      Judged judged = Judged.of(capture, Policies.forCapture());
      packets += judged.packets;
      lost += judged.drops.size();
      assertEquals(capture.packets(), judged.packets, capture.name());
      if (!judged.drops.isEmpty()) {
        System.out.println(
            capture.name()
                + " ["
                + capture.anomalies()
                + "] "
                + judged.drops.size()
                + " of "
                + judged.packets
                + " "
                + Judged.reasons(judged.drops)
                + judged.drops.stream().limit(3).toList());
      }
    }
    System.out.println("benign: lost " + lost + " of " + packets);
    assertTrue(lost * 10_000 <= packets, lost + " of " + packets);
  }
}
