package org.scrubber.captures.score.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.scrubber.captures.world.Attempt;
import org.scrubber.captures.world.Truth;

final class AttemptLedgerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Truth WEB = Truth.legit(0, "WEB_TCP");

  private final AttemptLedger ledger =
      new AttemptLedger(new Times(10 * SECOND, 20 * SECOND, 40 * SECOND, 60 * SECOND));

  private void attempt(long startS, long tookMs, String group) {
    long took = tookMs < 0 ? -1 : tookMs * 1_000_000;
    ledger.count(new Attempt(Attempt.Kind.TCP, WEB, group, startS * SECOND, took, 15 * 1_000_000L));
  }

  @Test
  void shouldCountWhatBeganDuringTheAttack() {
    attempt(19, 20, "");
    attempt(20, 20, "");
    attempt(39, 1_020, "");
    attempt(30, -1, "");
    attempt(40, 20, "");
    AttemptLedger.Outcome tcp = ledger.of(Attempt.Kind.TCP);
    assertEquals(3, tcp.count());
    assertEquals(1, tcp.within(SECOND));
    assertArrayEquals(new int[] {1, 5_000, 1_005_000}, tcp.extraMicros(new int[] {1}));
    assertEquals("WEB_TCP × TCP", ledger.failures().top(1).getFirst().text());
  }

  @Test
  void shouldKeepGroupsApart() {
    attempt(25, 20, "shared");
    attempt(25, -1, "shared");
    attempt(25, 20, "");
    assertEquals(2, ledger.groups().get("shared").count());
    assertEquals(1, ledger.groups().get("shared").within(SECOND));
  }

  @Test
  void shouldLeaveOutWhatIsUndecidedAtTheEnd() {
    AttemptLedger benign = new AttemptLedger(new Times(0, 0, 60 * SECOND, 60 * SECOND));
    benign.count(new Attempt(Attempt.Kind.TCP, WEB, "", 55 * SECOND, 20, 15));
    benign.count(new Attempt(Attempt.Kind.TCP, WEB, "", 45 * SECOND, 20, 15));
    assertEquals(1, benign.of(Attempt.Kind.TCP).count());
    assertTrue(benign.groups().isEmpty());
  }

  @Test
  void shouldCountOnlyAttemptsOfTheDiversion() {
    Times times = new Times(10 * SECOND, 20 * SECOND, 40 * SECOND, 60 * SECOND);
    AttemptLedger diverted = new AttemptLedger(times, 25 * SECOND, 35 * SECOND);
    for (long startS : new long[] {24, 25, 34, 35}) {
      diverted.count(new Attempt(Attempt.Kind.TCP, WEB, "", startS * SECOND, 20, 15));
    }
    assertEquals(2, diverted.of(Attempt.Kind.TCP).count());
  }

  @Test
  void shouldNotBlameTheScrubberForLongPaths() {
    long path = 1_100 * 1_000_000L;
    ledger.count(new Attempt(Attempt.Kind.TCP, WEB, "", 25 * SECOND, path, path));
    ledger.count(new Attempt(Attempt.Kind.TCP, WEB, "", 25 * SECOND, path + 1_000_000, path));
    assertEquals(1, ledger.of(Attempt.Kind.TCP).within(SECOND));
  }
}
