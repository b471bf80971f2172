package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixTableTest {
  private record Entry(int family, long high, long low, int length, int value) {
    boolean holds(long otherHigh, long otherLow) {
      int bits = family == 4 ? length + 96 : length;
      long plainHigh = family == 4 ? 0 : high ^ otherHigh;
      long plainLow = family == 4 ? (low ^ otherLow) & 0xffff_ffffL : low ^ otherLow;
      int common =
          plainHigh != 0
              ? Long.numberOfLeadingZeros(plainHigh)
              : 64 + Long.numberOfLeadingZeros(plainLow);
      return common >= bits;
    }
  }

  @Test
  void shouldFindNothingInEmptyTable() {
    PrefixTable table = PrefixTable.builder().build();
    assertEquals(PrefixTable.NONE, table.lookup4(0x0a000001));
    assertEquals(PrefixTable.NONE, table.lookup6(0x2001_0db8_0000_0000L, 1));
    assertEquals(0, table.sizeBytes());
  }

  @Test
  void shouldPreferLongestPrefixInWhateverOrderAdded() {
    PrefixTable table =
        PrefixTable.builder()
            .add(4, 0, 0x0a01_0203L, 32, 4)
            .add(4, 0, 0x0a00_0000L, 8, 1)
            .add(4, 0, 0x0a01_0200L, 24, 3)
            .add(4, 0, 0x0a01_0000L, 16, 2)
            .add(4, 0, 0, 0, 0)
            .build();
    assertEquals(4, table.lookup4(0x0a01_0203));
    assertEquals(3, table.lookup4(0x0a01_0204));
    assertEquals(2, table.lookup4(0x0a01_0303));
    assertEquals(1, table.lookup4(0x0a02_0303));
    assertEquals(0, table.lookup4(0xffff_ffff));
    assertEquals(PrefixTable.NONE, table.lookup6(0, 0));
  }

  @Test
  void shouldMatchEveryIpv6Length() {
    long high = 0x2001_0db8_a5a5_5a5aL;
    long low = 0xc3c3_3c3c_9696_6969L;
    for (int length = 0; length <= 128; length++) {
      PrefixTable table = PrefixTable.builder().add(6, high, low, length, length).build();
      assertEquals(length, table.lookup6(high, low));
      if (length > 0) {
        long flipHigh = length <= 64 ? 1L << (64 - length) : 0;
        long flipLow = length > 64 ? 1L << (128 - length) : 0;
        assertEquals(PrefixTable.NONE, table.lookup6(high ^ flipHigh, low ^ flipLow));
      }
      assertEquals(length, table.lookup6(high, length <= 64 ? ~low : low));
    }
  }

  @Test
  void shouldLetTheLastOfEqualPrefixesWin() {
    PrefixTable table =
        PrefixTable.builder().add(4, 0, 0x0a00_0000L, 8, 1).add(4, 0, 0x0a00_0000L, 8, 2).build();
    assertEquals(2, table.lookup4(0x0a00_0001));
  }

  @Test
  void shouldAgreeWithLinearSearchOnNestedIpv4Prefixes() {
    compareWithLinearSearch(4, 0x5eed_0004L);
  }

  @Test
  void shouldAgreeWithLinearSearchOnNestedIpv6Prefixes() {
    compareWithLinearSearch(6, 0x5eed_0006L);
  }

  @Test
  void shouldRefuseImpossiblePrefixesAndValues() {
    PrefixTable.Builder builder = PrefixTable.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.add(5, 0, 0, 8, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(4, 0, 0, 33, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(6, 0, 0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.add(6, 0, 0, 8, -1));
    assertThrows(IllegalArgumentException.class, () -> builder.add(6, 0, 0, 8, Integer.MAX_VALUE));
  }

  @Test
  void shouldRefuseToOutgrowItsMemory() {
    PrefixTable.Builder builder = PrefixTable.builder();
    Random random = new Random(0x5eed_0009L);
    for (int i = 0; i < 100_000; i++) {
      builder.add(6, random.nextLong(), random.nextLong(), 128, i);
    }
    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @Test
  void shouldHoldFiveThousandPrefixesInLittleMemory() {
    PrefixTable.Builder builder = PrefixTable.builder();
    for (int i = 0; i < 2_500; i++) {
      builder.add(4, 0, 0xc612_0000L + (i << 4), 28, i % 200);
      builder.add(6, 0x2001_0db8_0000_0000L + ((long) i << 16), 0, 48, i % 200);
    }
    assertTrue(builder.build().sizeBytes() < 1 << 20);
  }

  @Test
  void shouldAllocateNothingPerLookup() {
    PrefixTable table =
        PrefixTable.builder()
            .add(4, 0, 0x0a01_0203L, 32, 4)
            .add(6, 0x2001_0db8_0000_0000L, 7, 128, 5)
            .build();
    assertEquals(0, AllocatedBytes.of(() -> assertTrue(lookups(table, 200_000) != 0)));
  }

  private static long lookups(PrefixTable table, int count) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += table.lookup4(0x0a01_0200 + (i & 7));
      sum += table.lookup6(0x2001_0db8_0000_0000L, i & 7);
    }
    return sum;
  }

  private static void compareWithLinearSearch(int family, long seed) {
    Random random = new Random(seed);
    int bits = family == 4 ? 32 : 128;
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(family, 0, 0, 0, 0));
    while (entries.size() < 400) {
      // Half of them are cut from an address near an earlier one, so that prefixes nest.
      Entry near = entries.get(random.nextInt(entries.size()));
      boolean nested = random.nextBoolean();
      long high = family == 4 ? 0 : nested ? near.high : random.nextLong();
      long low = nested ? near.low ^ random.nextInt(1 << 12) : random.nextLong();
      low &= family == 4 ? 0xffff_ffffL : -1L;
      entries.add(new Entry(family, high, low, random.nextInt(bits + 1), entries.size()));
    }
    PrefixTable.Builder builder = PrefixTable.builder();
    for (Entry entry : entries) {
      builder.add(family, entry.high, entry.low, entry.length, entry.value);
    }
    PrefixTable table = builder.build();
    for (int i = 0; i < 100_000; i++) {
      Entry near = entries.get(random.nextInt(entries.size()));
      int flip = random.nextInt(bits + 16); // The last 16: no bit flipped.
      long low = near.low ^ (flip < Math.min(64, bits) ? 1L << flip : 0);
      long high = near.high ^ (flip >= 64 && flip < bits ? 1L << (flip - 64) : 0);
      int expected = linear(entries, high, low);
      int actual = family == 4 ? table.lookup4((int) low) : table.lookup6(high, low);
      if (expected != actual) {
        assertEquals(expected, actual, "seed " + seed + " lookup " + i);
      }
    }
  }

  private static int linear(List<Entry> entries, long high, long low) {
    int best = PrefixTable.NONE;
    int bestLength = -1;
    for (Entry entry : entries) {
      if (entry.length >= bestLength && entry.holds(high, low)) {
        best = entry.value;
        bestLength = entry.length;
      }
    }
    return best;
  }
}
