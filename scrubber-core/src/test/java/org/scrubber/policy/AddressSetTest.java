package org.scrubber.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.scrubber.table.AllocatedBytes;

class AddressSetTest {
  @Test
  void shouldHoldNothingWhenEmpty() {
    assertTrue(AddressSet.EMPTY.isEmpty());
    assertFalse(AddressSet.EMPTY.contains(4, 0, 0));
    assertFalse(AddressSet.EMPTY.contains(6, 0, 0));
    assertFalse(AddressSet.EMPTY.contains(0, 0, 0));
  }

  @Test
  void shouldHoldWholeAddressSpace() {
    AddressSet set = setOf("0.0.0.0/0", "::/0", "255.255.255.255", "ffff::/16");
    assertTrue(set.contains(4, 0, 0));
    assertTrue(set.contains(4, 0, 0xffff_ffffL));
    assertTrue(set.contains(6, 0, 0));
    assertTrue(set.contains(6, -1, -1));
  }

  @Test
  void shouldHoldTheEdgesOfItsRanges() {
    AddressSet set = setOf("10.0.0.0/8", "255.255.255.255", "2001:db8::/32", "::ffff", "ffff::/16");
    assertFalse(set.contains(4, 0, 0x09ff_ffffL));
    assertTrue(set.contains(4, 0, 0x0a00_0000L));
    assertTrue(set.contains(4, 0, 0x0aff_ffffL));
    assertFalse(set.contains(4, 0, 0x0b00_0000L));
    assertFalse(set.contains(4, 0, 0xffff_fffeL));
    assertTrue(set.contains(4, 0, 0xffff_ffffL));
    assertFalse(set.contains(6, 0x2001_0db7_ffff_ffffL, -1));
    assertTrue(set.contains(6, 0x2001_0db8_0000_0000L, 0));
    assertTrue(set.contains(6, 0x2001_0db8_ffff_ffffL, -1));
    assertFalse(set.contains(6, 0x2001_0db9_0000_0000L, 0));
    assertTrue(set.contains(6, 0, 0xffff));
    assertFalse(set.contains(6, 0, 0x1_0000));
    assertTrue(set.contains(6, -1, -1));
  }

  @Test
  void shouldMergeNeighboursAndOverlaps() {
    AddressSet merged = setOf("10.0.0.0/9", "10.128.0.0/9", "10.1.0.0/16", "10.0.0.0/8");
    assertEquals(setOf("10.0.0.0/8").sizeBytes(), merged.sizeBytes());
    AddressSet merged6 =
        setOf("2001:db8::/33", "2001:db8:8000::/33", "2001:db8::1", "2001:db8::/32");
    assertEquals(setOf("2001:db8::/32").sizeBytes(), merged6.sizeBytes());
    AddressSet carried = setOf("::ffff:ffff:ffff:ffff", "0:0:0:1::", "0:0:0:1::1");
    assertEquals(setOf("::1").sizeBytes(), carried.sizeBytes());
    assertTrue(carried.contains(6, 1, 1));
    assertFalse(carried.contains(6, 1, 2));
  }

  @Test
  void shouldAgreeWithLinearSearch() {
    long seed = 0x5eed_0002L;
    Random random = new Random(seed);
    List<Prefix> prefixes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      prefixes.add(Prefix.masked(4, 0, random.nextInt() & 0xffff_ffffL, 6 + random.nextInt(27)));
      Prefix near = prefixes.get(random.nextInt(prefixes.size()));
      if (near.family() == 6) { // A near neighbour, so that ranges touch and nest.
        prefixes.add(
            Prefix.masked(
                6, near.high(), near.low() + random.nextInt(64), random.nextInt(8) + 121));
      }
      prefixes.add(Prefix.masked(6, random.nextLong(), random.nextLong(), 6 + random.nextInt(123)));
    }
    AddressSet.Builder builder = AddressSet.builder();
    prefixes.forEach(builder::add);
    AddressSet set = builder.build();
    int members = 0;
    for (int i = 0; i < 100_000; i++) {
      Prefix near = prefixes.get(random.nextInt(prefixes.size()));
      int bit = random.nextInt(near.family() == 4 ? 32 : 128);
      long low = near.low() ^ (bit < 64 ? 1L << bit : 0);
      long high = near.high() ^ (bit >= 64 ? 1L << (bit - 64) : 0);
      boolean expected = false;
      for (Prefix prefix : prefixes) {
        expected |= prefix.contains(near.family(), high, low);
      }
      members += expected ? 1 : 0;
      assertEquals(expected, set.contains(near.family(), high, low), "seed " + seed + " at " + i);
    }
    assertTrue(members > 10_000 && members < 90_000, "members " + members);
  }

  @Test
  void shouldKeepItsMemoryBoundWhenFull() {
    AddressSet.Builder builder = AddressSet.builder();
    for (int i = 0; i < AddressSet.MAX_ENTRIES; i++) {
      builder.add4(i << 1, 32);
    }
    assertEquals(AddressSet.MAX_ENTRIES, builder.size());
    assertThrows(IllegalStateException.class, () -> builder.add4(1, 32));
    assertThrows(IllegalStateException.class, () -> builder.add(Prefix.parse("2001:db8::/32")));
    AddressSet set = builder.build();
    assertTrue(set.sizeBytes() < 20 << 20);
    assertTrue(set.contains(4, 0, 2 * (AddressSet.MAX_ENTRIES - 1L)));
    assertFalse(set.contains(4, 0, 2 * (AddressSet.MAX_ENTRIES - 1L) + 1));
  }

  @Test
  void shouldAllocateNothingPerLookup() {
    AddressSet set = setOf("10.0.0.0/8", "10.2.3.4", "2001:db8::/32", "2001:db9::1");
    assertEquals(0, AllocatedBytes.of(() -> assertTrue(lookups(set, 200_000) > 0)));
  }

  private static int lookups(AddressSet set, int count) {
    int members = 0;
    for (int i = 0; i < count; i++) {
      members += set.contains(4, 0, 0x0aff_fff0L + (i & 31)) ? 1 : 0;
      members += set.contains(6, 0x2001_0db9_0000_0000L, i & 7) ? 1 : 0;
    }
    return members;
  }

  private static AddressSet setOf(String... prefixes) {
    AddressSet.Builder builder = AddressSet.builder();
    for (String prefix : prefixes) {
      builder.add(Prefix.parse(prefix));
    }
    return builder.build();
  }
}
