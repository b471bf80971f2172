package org.scrubber.captures.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void shouldGiveTheReferenceNumbersOfSplitMix64() {
    SplitMix64 random = new SplitMix64(1234567);
    assertEquals(6457827717110365317L, random.next());
    assertEquals(3203168211198807973L, random.next());
    assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.next());
    assertEquals(4593380528125082431L, random.next());
    assertEquals(Long.parseUnsignedLong("16408922859458223821"), random.next());
  }

  @Test
  void shouldGiveTheReferenceNumbersOfXoshiro256StarStar() {
    String[] expected = {
      "11520",
      "0",
      "1509978240",
      "1215971899390074240",
      "1216172134540287360",
      "607988272756665600",
      "16172922978634559625",
      "8476171486693032832",
      "10595114339597558777",
      "2904607092377533576"
    };
    RandomStream random = RandomStream.ofState(1, 2, 3, 4);
    for (String number : expected) {
      assertEquals(Long.parseUnsignedLong(number), random.next());
    }
  }

  @Test
  void shouldSeedAStreamByItsName() {
    assertEquals(0x22ae56c82389ca43L, RandomStream.seed("A-02", "v1", "source", 20210504));
    assertNotEquals(
        RandomStream.named("A-02", "v1", "source", 1).next(),
        RandomStream.named("A-02", "v1", "port", 1).next());
  }

  @Test
  void shouldStayWithinItsBounds() {
    RandomStream random = new RandomStream(1);
    boolean low = false;
    boolean high = false;
    for (int i = 0; i < 10_000; i++) {
      int number = random.between(5, 9);
      assertTrue(number >= 5 && number <= 9);
      low |= number == 5;
      high |= number == 9;
      double unit = random.unit();
      assertTrue(unit >= 0 && unit < 1);
    }
    assertTrue(low && high);
  }

  @Test
  void shouldWaitAsLongAsTheRateSaysOnAverage() {
    RandomStream random = new RandomStream(2);
    long total = 0;
    for (int i = 0; i < 100_000; i++) {
      total += random.waitNs(1000);
    }
    assertEquals(1e6, total / 100_000.0, 2e4);
  }
}
