package org.scrubber.table;

import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * SYNs under challenge, with what it takes to send each one on later.
 *
 * <p>Fixed capacity, eight entries a bucket. What is searched is an index of a word an entry: a tag
 * of the flow's hash and the time of arrival, a bucket in 64 bytes; the entries themselves, hash,
 * sequence number and {@link #NOTES} words of the caller's, have a cache line of their own each,
 * outside the heap, where lines do not move. So a SYN of a flood that nobody knows costs one line
 * of the small index, and one that is written. An entry lives {@link #LIFETIME_NS} from its
 * arrival. A full bucket gives up its oldest entry, but none younger than {@link #YOUNG_NS}: a
 * client's answer takes less, so a flood cannot push out SYNs that are about to be spoken for; the
 * newcomer is then not remembered. One thread.
 */
public final class SynTable implements Lasting {
  /** How long a SYN waits for its client's answer. */
  public static final long LIFETIME_NS = 4_000_000_000L;

  /** How long it cannot be displaced: an answer comes within a round trip, by satellite, too. */
  public static final long YOUNG_NS = 600_000_000L;

  /** Words of an entry that are the caller's. */
  public static final int NOTES = 6;

  private static final int WAYS = 8;
  private static final int ENTRY_WORDS = 2 + NOTES;
  private static final int BUCKET_WORDS = WAYS * ENTRY_WORDS;
  private static final int SEQUENCE = 1;
  private static final int FIRST_NOTE = 2;
  private static final int TICK_SHIFT = 20;
  private static final long TICK_MASK = 0xffff_ffffL;

  /** Oldest that an entry can be, in ticks, so that a free place is older. */
  private static final long FREE_TICKS = 1L << 32;

  /** By entry: tag of its hash in the upper half, tick of its arrival in the lower; 0 is free. */
  private final Lines index;

  /** By entry: hash, sequence number, notes. */
  private final Lines entries;

  private final int bucketMask;

  /** Flow that was looked for last and is not here; 0 when there is none. */
  private long absent;

  /** SYNs that could not be remembered because their bucket was full of young ones. */
  public long refused;

  /** Creates a table for {@code capacity} SYNs, a power of two, at least 8; 72 bytes each. */
  public SynTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    index = new Lines(capacity);
    entries = new Lines(capacity * ENTRY_WORDS);
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return index.sizeBytes() + entries.sizeBytes();
  }

  @Override
  public int places() {
    return bucketMask + 1;
  }

  /** In another number of buckets each SYN has its own place; of too many, the latest stay. */
  @Override
  public boolean adopt(Carrier carrier, int place, int places) {
    absent = 0;
    long[] ticks = new long[WAYS];
    long[] bucket = new long[BUCKET_WORDS];
    carrier.words(ticks, 0, WAYS);
    carrier.words(bucket, 0, BUCKET_WORDS);
    for (int way = 0; way < WAYS; way++) {
      if (ticks[way] != 0) {
        adopt(ticks[way], bucket, way * ENTRY_WORDS);
      }
    }
    return true;
  }

  private void adopt(long word, long[] from, int at) {
    int victim = ((int) from[at] & bucketMask) * WAYS;
    for (int slot = victim + 1; slot % WAYS != 0; slot++) {
      boolean free = index.get(slot) == 0;
      victim =
          free || index.get(victim) != 0 && isOlder(index.get(slot), index.get(victim))
              ? slot
              : victim;
    }
    if (index.get(victim) == 0 || isOlder(index.get(victim), word)) {
      index.set(victim, word);
      for (int k = 0; k < ENTRY_WORDS; k++) {
        entries.set(at(victim) + k, from[at + k]);
      }
    }
  }

  private static boolean isOlder(long word, long than) {
    return (int) word - (int) than < 0;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    absent = 0;
    int first = place * WAYS;
    index.carry(carrier, first, WAYS);
    entries.carry(carrier, at(first), BUCKET_WORDS);
  }

  /** Returns how many SYNs it can hold. */
  public int capacity() {
    return index.size();
  }

  /** Counts the waiting among {@code count} entries from {@code first} on, around its end. */
  public int living(int first, int count, long nowNs) {
    int living = 0;
    for (int k = 0; k < count; k++) {
      int slot = first + k & index.size() - 1;
      living += index.get(slot) != 0 && ageNs(slot, nowNs) <= LIFETIME_NS ? 1 : 0;
    }
    return living;
  }

  /** Loads what is searched for a SYN, for nothing but the cache; returns what must not be lost. */
  public long touch(long hash) {
    int bucket = bucket(hash);
    return index.get(bucket);
  }

  /**
   * Finds or makes a place for a SYN whose notes the caller is to write; one that is there already,
   * with the same sequence number, keeps its time of arrival.
   *
   * @param hash of its flow, not 0
   * @return its slot, or -1 when its bucket is full of young ones
   */
  public int enter(long hash, int sequence, long nowNs) {
    int slot = hash == absent ? -1 : place(hash); // Before any free place: never in two.
    absent = 0;
    if (slot < 0) {
      slot = oldest(bucket(hash), nowNs);
      if (index.get(slot) != 0 && ageNs(slot, nowNs) < YOUNG_NS) {
        refused++;
        return -1;
      }
    } else if (ageNs(slot, nowNs) <= LIFETIME_NS && sequence(slot) == sequence) {
      return slot;
    }
    index.set(slot, tag(hash) << 32 | nowNs >>> TICK_SHIFT & TICK_MASK);
    int at = at(slot);
    entries.set(at, hash);
    entries.set(at + SEQUENCE, sequence);
    return slot;
  }

  /** Returns the slot that was free or has been in use for longest, the first of several alike. */
  private int oldest(int bucket, long nowNs) {
    long now = nowNs >>> TICK_SHIFT;
    long best = -1;
    for (int way = 0; way < WAYS; way++) {
      long word = index.get(bucket + way);
      long free = ((word | -word) >>> 63) - 1;
      long age = now - word & TICK_MASK | FREE_TICKS & free;
      best = Math.max(best, age * WAYS + (WAYS - 1 - way));
    }
    return bucket + WAYS - 1 - (int) (best & WAYS - 1);
  }

  /** Returns the slot of a SYN that is still waiting, or -1. */
  public int find(long hash, long nowNs) {
    int slot = place(hash);
    absent = slot < 0 ? hash : 0;
    return slot < 0 || ageNs(slot, nowNs) > LIFETIME_NS ? -1 : slot;
  }

  private int place(long hash) {
    long tag = tag(hash);
    Lines w = index;
    int slot = bucket(hash);
    for (int way = 0; way < WAYS; way++, slot++) {
      if (w.get(slot) >>> 32 == tag && entries.get(at(slot)) == hash) {
        return slot;
      }
    }
    return -1;
  }

  private int bucket(long hash) {
    return ((int) hash & bucketMask) * WAYS;
  }

  /** Never 0, so that no word in use is. */
  private static long tag(long hash) {
    return hash >>> 32 | 1;
  }

  private static int at(int slot) {
    return slot * ENTRY_WORDS;
  }

  /** Forgets a SYN. */
  public void remove(int slot) {
    index.set(slot, 0);
  }

  /** Returns its sequence number. */
  public int sequence(int slot) {
    return (int) entries.get(at(slot) + SEQUENCE);
  }

  /** Returns how long ago it arrived first, ns, to about a millisecond. */
  public long ageNs(int slot, long nowNs) {
    return ((nowNs >>> TICK_SHIFT) - index.get(slot) & TICK_MASK) << TICK_SHIFT;
  }

  /** Returns a note, 0 to {@link #NOTES} less one. */
  public long note(int slot, int which) {
    return entries.get(at(slot) + FIRST_NOTE + which);
  }

  /** Writes a note. */
  public void note(int slot, int which, long value) {
    entries.set(at(slot) + FIRST_NOTE + which, value);
  }
}
