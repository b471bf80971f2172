package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sets whose entries expire, held against a list of prefixes that is gone through one by one. */
class TimedSetTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private record Entry(Prefix prefix, int until) {}

  private static boolean holds(List<Entry> entries, int family, long high, long low, long seconds) {
    return entries.stream()
        .anyMatch(
            one ->
                one.prefix.contains(family, high, low)
                    && Integer.toUnsignedLong(one.until) > seconds);
  }

  @Test
  void shouldEndAnEntryAtItsSecondAndNotBefore() {
    AddressSet set =
        AddressSet.builder()
            .add(Prefix.parse("192.0.2.0/24"), 100)
            .add(Prefix.parse("192.0.2.7"), 200)
            .add(Prefix.parse("2001:db8::/32"), 100)
            .add(Prefix.parse("2001:db8::7"))
            .build();
    assertTrue(set.hasDeadlines());
    assertTrue(set.containsAt(4, 0, 0xc000_0201L, 100 * SECOND_NS - 1));
    assertFalse(set.containsAt(4, 0, 0xc000_0201L, 100 * SECOND_NS));
    assertTrue(set.containsAt(4, 0, 0xc000_0207L, 199 * SECOND_NS));
    assertFalse(set.containsAt(4, 0, 0xc000_0207L, 200 * SECOND_NS));
    assertTrue(set.containsAt(6, 0x2001_0db8L << 32, 8, 99 * SECOND_NS));
    assertFalse(set.containsAt(6, 0x2001_0db8L << 32, 8, 100 * SECOND_NS));
    assertTrue(set.containsAt(6, 0x2001_0db8L << 32, 7, Long.MAX_VALUE));
    assertTrue(set.contains(4, 0, 0xc000_0201L), "expired or not");
  }

  @Test
  void shouldLetTheLatestHoldWhereEntriesOverlapAtTheEndsOfTheSpace() {
    AddressSet set =
        AddressSet.builder()
            .add(Prefix.parse("128.0.0.0/1"), 10)
            .add(Prefix.parse("255.255.255.254/31"), 20)
            .add(Prefix.parse("255.255.255.255"), 15)
            .add(Prefix.parse("0.0.0.0"), 5)
            .add(Prefix.parse("ffff::/16"), 10)
            .add(Prefix.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 20)
            .build();
    assertTrue(set.containsAt(4, 0, 0xffff_ffffL, 19 * SECOND_NS));
    assertFalse(set.containsAt(4, 0, 0xffff_ffffL, 20 * SECOND_NS));
    assertFalse(set.containsAt(4, 0, 0xffff_fffdL, 10 * SECOND_NS));
    assertTrue(set.containsAt(4, 0, 0, 4 * SECOND_NS));
    assertFalse(set.containsAt(4, 0, 1, 4 * SECOND_NS));
    assertTrue(set.containsAt(6, -1, -1, 19 * SECOND_NS));
    assertFalse(set.containsAt(6, -1, -2, 10 * SECOND_NS));
  }

  @Test
  void shouldAgreeWithGoingThroughAllEntries() {
    SplittableRandom random = new SplittableRandom(20_261_130);
    for (int round = 0; round < 300; round++) {
      List<Entry> entries = new ArrayList<>();
      AddressSet.Builder builder = AddressSet.builder();
      int count = random.nextInt(1, 40);
      boolean timed = random.nextInt(4) != 0;
      for (int n = 0; n < count; n++) {
        Entry entry = entry(random, timed);
        entries.add(entry);
        builder.add(entry.prefix, entry.until);
      }
      AddressSet set = builder.build();
      assertTrue(timed || !set.hasDeadlines());
      for (int n = 0; n < 400; n++) {
        Entry near = entry(random, true);
        int family = near.prefix.family();
        long low = near.prefix.low() + random.nextInt(-1, 2);
        low = family == 4 ? low & 0xffff_ffffL : low;
        long high = near.prefix.high();
        long seconds = random.nextInt(0, 12);
        boolean expected = holds(entries, family, high, low, seconds);
        String what = round + ": " + AddressText.format(family, high, low) + " at " + seconds;
        long nowNs = seconds * SECOND_NS + random.nextInt(1_000);
        assertEquals(expected, set.containsAt(family, high, low, nowNs), what);
        assertEquals(holds(entries, family, high, low, 0), set.contains(family, high, low), what);
      }
    }
  }

  /** In so small a space that entries nest, touch and repeat, and lie at both ends. */
  private static Entry entry(SplittableRandom random, boolean timed) {
    int until = timed && random.nextInt(5) != 0 ? random.nextInt(1, 12) : AddressSet.FOR_EVER;
    long tail = random.nextInt(64);
    if (random.nextBoolean()) {
      long base = random.nextInt(3) == 0 ? 0xffff_ffc0L : 0xc000_0200L;
      return new Entry(Prefix.masked(4, 0, base | tail, random.nextInt(26, 33)), until);
    }
    if (random.nextInt(3) == 0) {
      return new Entry(Prefix.masked(6, -1, -64 | tail, random.nextInt(122, 129)), until);
    }
    long high = 0x2001_0db8L << 32 | random.nextInt(4);
    return new Entry(Prefix.masked(6, high, tail, random.nextInt(58, 129)), until);
  }
}
