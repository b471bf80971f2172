package org.scrubber.captures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final int HALF = Setting.ROUND_PACKETS / 2;

  @Test
  void shouldTellTheRoundThatIsFasterThanSoMany() {
    Rounds rounds = new Rounds();
    for (int k = 400; k > 0; k--) {
      rounds.add(Setting.ROUND_PACKETS, (long) k * Setting.ROUND_PACKETS, 0);
    }
    assertEquals(400, rounds.count());
    assertEquals(21, rounds.percentileNs(5));
    assertEquals(101, rounds.percentileNs(25));
  }

  @Test
  void shouldMakeRoundsOfParts() {
    Rounds rounds = new Rounds();
    for (int k = 0; k < 5; k++) {
      rounds.add(HALF, 40L * HALF, HALF);
    }
    assertEquals(2, rounds.count());
    assertEquals(40, rounds.percentileNs(5));
    assertEquals(1, rounds.allocatedBytes());
  }

  @Test
  void shouldTakeInThoseOfAnotherThread() {
    Rounds rounds = new Rounds();
    rounds.add(Setting.ROUND_PACKETS, 10L * Setting.ROUND_PACKETS, 0);
    Rounds other = new Rounds();
    other.add(Setting.ROUND_PACKETS, 20L * Setting.ROUND_PACKETS, 2L * Setting.ROUND_PACKETS);
    rounds.add(other);
    assertEquals(2, rounds.count());
    assertEquals(10, rounds.percentileNs(25));
    assertEquals(1, rounds.allocatedBytes());
  }
}
