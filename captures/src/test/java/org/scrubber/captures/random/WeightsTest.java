package org.scrubber.captures.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final int DRAWS = 100_000;

  private static int[] draw(Weights weights, int count) {
    RandomStream random = new RandomStream(7);
    int[] drawn = new int[count];
    for (int n = 0; n < DRAWS; n++) {
      drawn[weights.pick(random)]++;
    }
    return drawn;
  }

  @Test
  void shouldChooseAsOftenAsTheWeightsSay() {
    int[] drawn = draw(new Weights(new double[] {1, 5, 4}), 3);
    assertEquals(0.1 * DRAWS, drawn[0], 500);
    assertEquals(0.5 * DRAWS, drawn[1], 500);
    assertEquals(0.4 * DRAWS, drawn[2], 500);
  }

  @Test
  void shouldGiveTheSecondRankHalfOfTheFirst() {
    int[] drawn = draw(Weights.zipf(3, 1), 3);
    assertEquals(DRAWS * 6 / 11.0, drawn[0], 500);
    assertEquals(DRAWS * 3 / 11.0, drawn[1], 500);
    assertEquals(DRAWS * 2 / 11.0, drawn[2], 500);
  }
}
