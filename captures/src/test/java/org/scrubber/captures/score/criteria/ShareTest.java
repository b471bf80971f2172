package org.scrubber.captures.score.criteria;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ShareTest {
  @Test
  void shouldAllowTheWholeNumberThatIsInTheLimit() {
    assertTrue(new Share(12, 120_000).isAtMost(1e-4));
    assertFalse(new Share(13, 120_000).isAtMost(1e-4));
    assertTrue(new Share(12, 129_999).isAtMost(1e-4));
    assertFalse(new Share(1, 9_999).isAtMost(1e-4));
    assertTrue(new Share(0, 0).isAtMost(0));
  }

  @Test
  void shouldAllowSoManyToBeMissing() {
    assertTrue(new Share(999, 1_000).isAtLeast(0.999));
    assertFalse(new Share(998, 1_000).isAtLeast(0.999));
    assertFalse(new Share(998, 999).isAtLeast(0.999));
    assertFalse(new Share(999, 1_000).isAtLeast(1));
  }

  @Test
  void shouldNeverRoundUpToAWhole() {
    assertEquals("0.99999 (9,999,999 of 10,000,000)", new Share(9_999_999, 10_000_000).text());
    assertEquals("1 (5 of 5)", new Share(5, 5).text());
    assertEquals("2.5e-5 (1 of 40,000)", new Share(1, 40_000).text());
    assertEquals("1e-5", Share.number(1e-5));
    assertEquals("0.999", Share.number(0.999));
    assertEquals("0.05", Share.number(0.05));
  }
}
