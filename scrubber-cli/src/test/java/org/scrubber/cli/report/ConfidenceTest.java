package org.scrubber.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfidenceTest {
  private static Confidence of(String vectorClass, long peakPps, boolean signature) {
    return Confidence.of(
        new Confidence.Signs(vectorClass, peakPps, 100, signature, false, false, false, false));
  }

  @Test
  void shouldBeLowWhereOnlyTheRateSpeaksForAnAttack() {
    assertEquals(new Confidence(40, List.of("rate")), of("volumetric", 500, false));
    assertEquals("low", of("volumetric", 500, false).level());
  }

  @Test
  void shouldBeHighForAnswersThatNobodyAskedFor() {
    assertEquals(new Confidence(75, List.of("rate", "unasked")), of("reflection", 500, false));
    assertEquals("high", of("reflection", 500, false).level());
  }

  @Test
  void shouldBeHighForPacketsThatCannotBe() {
    assertEquals(new Confidence(90, List.of("impossible")), of("invalid", 500, false));
  }

  @Test
  void shouldGrowWithWhatAllPacketsHaveInCommonAndWithTheRate() {
    assertEquals("medium", of("volumetric", 500, true).level());
    assertEquals(
        new Confidence(80, List.of("rate", "signature", "far-above")),
        of("volumetric", 1_000, true));
  }

  @Test
  void shouldShrinkWhereTheChallengedAnswerAndWhereKnownPacketsWereLost() {
    Confidence.Signs signs =
        new Confidence.Signs("state-exhaustion", 500, 100, false, true, false, true, true);
    assertEquals(
        new Confidence(20, List.of("rate", "forged", "answered", "harmed")), Confidence.of(signs));
  }

  @Test
  void shouldNeverBeCertain() {
    Confidence.Signs signs =
        new Confidence.Signs("invalid", 5_000, 100, true, true, true, false, false);
    assertEquals(95, Confidence.of(signs).value());
  }

  @Test
  void shouldFollowTheTableInTheDocumentation() throws Exception {
    String text = Files.readString(Path.of("..", "docs", "report.md"));
    for (String row :
        List.of(
            "`rate` | +40",
            "`impossible` | +90",
            "`unasked` | +35",
            "`signature` | +25",
            "`far-above` | +15",
            "`forged` | +15",
            "`tool` | +15",
            "`answered` | −20",
            "`harmed` | −15")) {
      assertTrue(text.contains(row), row);
    }
  }
}
