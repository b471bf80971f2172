package org.scrubber.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SynTableTest {
  private static final long MS = 1_000_000L;
  private static final long TICK_NS = 1L << 20;

  /** One bucket, as a list that is searched and sorted. */
  private static final class Naive {
    private record Entry(long hash, int sequence, long tick, long note) {}

    private final List<Entry> entries = new ArrayList<>();

    private static long age(Entry entry, long nowNs) {
      return nowNs / TICK_NS * TICK_NS - entry.tick * TICK_NS;
    }

    boolean enter(long hash, int sequence, long note, long nowNs) {
      Entry same = entries.stream().filter(e -> e.hash == hash).findAny().orElse(null);
      Entry fresh = new Entry(hash, sequence, nowNs / TICK_NS, note);
      if (same != null) {
        boolean again = age(same, nowNs) <= SynTable.LIFETIME_NS && same.sequence == sequence;
        entries.remove(same);
        entries.add(again ? new Entry(hash, sequence, same.tick, note) : fresh);
        return true;
      }
      if (entries.size() == 8) {
        Entry oldest = entries.stream().min(Comparator.comparingLong(Entry::tick)).orElseThrow();
        if (age(oldest, nowNs) < SynTable.YOUNG_NS) {
          return false;
        }
        entries.remove(oldest);
      }
      entries.add(fresh);
      return true;
    }

    Entry find(long hash, long nowNs) {
      return entries.stream()
          .filter(e -> e.hash == hash && age(e, nowNs) <= SynTable.LIFETIME_NS)
          .findAny()
          .orElse(null);
    }
  }

  @Test
  void shouldRememberAsANaiveBucketDoes() {
    for (int seed = 0; seed < 20; seed++) {
      SynTable table = new SynTable(8);
      Naive naive = new Naive();
      Random random = new Random(seed);
      long now = random.nextLong(1L << 50);
      long refused = 0;
      for (int n = 0; n < 5_000; n++) {
        // Never two in a tick: which of two equally old ones goes is the table's own affair.
        now += TICK_NS + random.nextLong(random.nextInt(20) == 0 ? 5_000 * MS : 20 * MS);
        long hash = 1 + random.nextInt(16);
        int sequence = random.nextInt(2);
        if (random.nextBoolean()) {
          int slot = table.enter(hash, sequence, now);
          boolean kept = naive.enter(hash, sequence, n, now);
          assertEquals(kept, slot >= 0, "seed " + seed + ", step " + n);
          refused += kept ? 0 : 1;
          if (kept) {
            table.note(slot, SynTable.NOTES - 1, n);
          }
        }
        int slot = table.find(hash, now);
        Naive.Entry entry = naive.find(hash, now);
        assertEquals(entry != null, slot >= 0, "seed " + seed + ", step " + n);
        if (entry != null) {
          assertEquals(entry.sequence, table.sequence(slot));
          assertEquals(entry.note, table.note(slot, SynTable.NOTES - 1));
          assertEquals(Naive.age(entry, now), table.ageNs(slot, now));
        }
      }
      assertEquals(refused, table.refused);
      assertTrue(refused > 100, () -> "the bucket was hardly ever full of young ones");
    }
  }

  @Test
  void shouldForgetWhatIsRemoved() {
    SynTable table = new SynTable(8);
    table.remove(table.enter(9, 1, 0));
    assertEquals(-1, table.find(9, 0));
  }

  @Test
  void shouldKeepYoungSynsUnderAnyFlood() {
    SynTable table = new SynTable(1 << 10);
    assertNotEquals(-1, table.enter(42, 7, 0));
    for (int n = 0; n < 100_000; n++) {
      table.enter(Hash.mix(n, 3) | 1L << 40, n, n * 5_900L);
    }
    assertNotEquals(-1, table.find(42, 590 * MS));
    assertTrue(table.refused > 90_000);
  }

  @Test
  void shouldFindTheSynsThatAreAnsweredInAFloodOfAMillionASecond() {
    SynTable table = new SynTable(1 << 21);
    Random random = new Random(5);
    PriorityQueue<long[]> answers =
        new PriorityQueue<>(Comparator.comparingLong((long[] answer) -> answer[1]));
    long clients = 0;
    long found = 0;
    for (int n = 1; n <= 3_000_000; n++) {
      long now = n * 1_000L;
      long hash = Hash.mix(n, 11) | 1L << 50;
      table.enter(hash, n, now);
      if (n % 200 == 0) { // A client among them, 10 to 300 ms away.
        answers.add(new long[] {hash, now + (10 + random.nextInt(290)) * MS});
      }
      while (!answers.isEmpty() && answers.peek()[1] <= now) {
        clients++;
        found += table.find(answers.remove()[0], now) >= 0 ? 1 : 0;
      }
    }
    assertTrue(clients > 13_000, clients + " answers");
    double share = (double) found / clients;
    assertTrue(share >= 0.997, share + " found");
  }

  @Test
  void shouldStateItsMemoryAndAllocateNothing() {
    SynTable table = new SynTable(1 << 10);
    assertEquals(72 << 10, table.sizeBytes());
    long allocated =
        AllocatedBytes.of(
            () -> {
              for (int n = 0; n < 100_000; n++) {
                int slot = table.enter(Hash.mix(n, 1) | 1, n, n * 100_000L);
                if (slot >= 0 && table.find(Hash.mix(n, 1) | 1, n * 100_000L) == slot) {
                  table.note(slot, 0, n);
                }
              }
            });
    assertEquals(0, allocated);
  }
}
