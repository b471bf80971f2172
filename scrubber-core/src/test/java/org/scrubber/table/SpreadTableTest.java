package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTableTest {
  private final SpreadTable table = new SpreadTable(16);

  @Test
  void shouldCountRepeatedValueOnce() {
    assertEquals(1, table.add(3, Hash.mix(1, 0), false));
    assertEquals(1, table.add(3, Hash.mix(1, 0), false));
    assertEquals(2, table.add(3, ~Hash.mix(1, 0), false));
  }

  @Test
  void shouldKeepKeysApart() {
    for (int i = 0; i < 40; i++) {
      table.add(3, Hash.mix(i, 0), false);
    }
    assertEquals(1, table.add(4, Hash.mix(1, 0), false));
    assertTrue(table.add(3, Hash.mix(1, 0), false) > 20);
  }

  @Test
  void shouldBeginAfreshWhenToldAndWhenKeysCollide() {
    for (int i = 0; i < 40; i++) {
      table.add(3, Hash.mix(i, 0), false);
    }
    assertEquals(1, table.add(3, 0, true));
    assertEquals(1, table.add(3 + 16, 0, false)); // The same place.
    assertEquals(1, table.add(3, 0, false));
  }

  @Test
  void shouldSetAboutAsManyBitsAsExpected() {
    Random random = new Random(0x5eed_59edL);
    for (int distinct : new int[] {1, 8, 16, 32, 64, 100}) {
      double sum = 0;
      for (int round = 0; round < 200; round++) {
        int bits = table.add(5, random.nextLong(), true);
        for (int i = 1; i < distinct; i++) {
          bits = table.add(5, random.nextLong(), false);
        }
        sum += bits;
      }
      assertEquals(SpreadTable.expectedBits(distinct), sum / 200, 1.5, distinct + " values");
    }
  }

  @Test
  void shouldExpectNoMoreThanThereIs() {
    assertEquals(0, SpreadTable.expectedBits(0));
    assertEquals(1, SpreadTable.expectedBits(1));
    int before = 0;
    for (int distinct = 1; distinct < 10_000; distinct++) {
      int bits = SpreadTable.expectedBits(distinct);
      assertTrue(bits >= before && bits <= 64, distinct + " values");
      before = bits;
    }
  }

  @Test
  void shouldFillUpWithManyValues() {
    int bits = 0;
    for (int i = 0; i < 10_000; i++) {
      bits = table.add(7, Hash.mix(i, 0), false);
    }
    assertEquals(64, bits);
    assertEquals(16 * 16, table.sizeBytes());
  }

  @Test
  void shouldAllocateNothing() {
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                table.add(i & 31, Hash.mix(i, 1), (i & 1023) == 0);
              }
            });
    assertEquals(0, allocated);
  }
}
