package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final long SEED = 0x5eed_4a54_1234_5678L;

  @Test
  void shouldFlipAboutHalfOfItsBitsWithEveryBitOfTheWord() {
    Random random = new Random(1);
    for (int bit = 0; bit < 64; bit++) {
      long flips = 0;
      for (int i = 0; i < 1_000; i++) {
        long word = random.nextLong();
        flips += Long.bitCount(Hash.mix(word, SEED) ^ Hash.mix(word ^ 1L << bit, SEED));
      }
      assertEquals(32, flips / 1_000.0, 6, "bit " + bit);
    }
  }

  @Test
  void shouldFlipEveryBitNowAndThenWithTheLowBitsOfTheWord() {
    Random random = new Random(2);
    for (int bit = 0; bit < 32; bit++) {
      int[] flips = new int[64];
      for (int i = 0; i < 2_000; i++) {
        long word = random.nextLong();
        long changed = Hash.mix(word, SEED) ^ Hash.mix(word ^ 1L << bit, SEED);
        for (int out = 0; out < 64; out++) {
          flips[out] += (int) (changed >>> out & 1);
        }
      }
      for (int out = 0; out < 64; out++) {
        assertEquals(1_000, flips[out], 500, "bit " + bit + " to " + out);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 20, 40, 56})
  void shouldSpreadNeighbouringAddressesEvenly(int shift) {
    int[] counts = new int[256];
    for (int i = 0; i < 1 << 16; i++) {
      counts[(int) (Hash.address(0, 0x0a00_0000L + i, SEED) >>> shift) & 0xff]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - 256.0) * (count - 256.0) / 256;
    }
    assertTrue(chiSquare < 400, "chi square " + chiSquare); // 255 are expected, 350 are rare.
  }

  @Test
  void shouldDependOnTheSeed() {
    int same = 0;
    for (int i = 0; i < 10_000; i++) {
      same += (Hash.mix(i, 1) & 0xff) == (Hash.mix(i, 2) & 0xff) ? 1 : 0;
    }
    assertEquals(10_000 / 256.0, same, 30);
  }

  @Test
  void shouldTellUpperFromLowerWord() {
    assertNotEquals(Hash.mix(1, 2, SEED), Hash.mix(2, 1, SEED));
    assertNotEquals(Hash.address(1, 0, SEED), Hash.address(0, 1, SEED));
    assertEquals(Hash.mix(7, SEED), Hash.address(0, 7, SEED));
  }

  @Test
  void shouldNotCollideOnPairsOfSmallNumbers() {
    Set<Long> hashes = new HashSet<>();
    for (int one = 0; one < 500; one++) {
      for (int other = 0; other < 500; other++) {
        hashes.add(Hash.mix(one, other, SEED));
      }
    }
    assertEquals(500 * 500, hashes.size());
  }

  @Test
  void shouldCollideOnOtherPairsWithAnotherSeed() {
    // Pairs that share their low ten bits, as a bucket does, with one seed: few do with another.
    int still = 0;
    int pairs = 0;
    for (long low = 0; pairs < 1_000; low++) {
      if (((Hash.mix(7, low, SEED) ^ Hash.mix(8, low, SEED)) & 0x3ff) == 0) {
        pairs++;
        still += ((Hash.mix(7, low, ~SEED) ^ Hash.mix(8, low, ~SEED)) & 0x3ff) == 0 ? 1 : 0;
      }
    }
    assertTrue(still < 20, still + " of " + pairs);
  }

  @Test
  void shouldNotCollideOnIpv6Networks() {
    Set<Long> hashes = new HashSet<>();
    for (int network = 0; network < 300; network++) {
      for (int host = 0; host < 300; host++) {
        hashes.add(Hash.address(0x2001_0db8_0000_0000L + network, host, SEED));
      }
    }
    assertEquals(300 * 300, hashes.size());
  }

  @Test
  void shouldAllocateNothing() {
    long allocated =
        AllocatedBytes.of(
            () -> {
              long sum = 0;
              for (int i = 0; i < 200_000; i++) {
                sum += Hash.address(i, sum, SEED);
              }
              assertNotEquals(0, sum);
            });
    assertEquals(0, allocated);
  }
}
