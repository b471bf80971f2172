package org.scrubber.table;

import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * SYNs under challenge, with what it takes to send each one on later.
 *
 * <p>Fixed capacity, eight entries a bucket, each of eight words: hash, sequence number with the
 * time of arrival, and {@link #NOTES} words of the caller's. What is searched lies in the two first
 * cache lines of a bucket. An entry lives {@link #LIFETIME_NS} from its arrival. A full bucket
 * gives up its oldest entry, but none younger than {@link #YOUNG_NS}: a client's answer takes less,
 * so a flood cannot push out SYNs that are about to be spoken for; the newcomer is then not
 * remembered. One thread.
 */
public final class SynTable implements Lasting {
  /** How long a SYN waits for its client's answer. */
  public static final long LIFETIME_NS = 4_000_000_000L;

  /** How long it cannot be displaced: an answer comes within a round trip, by satellite, too. */
  public static final long YOUNG_NS = 600_000_000L;

  /** Words of an entry that are the caller's. */
  public static final int NOTES = 6;

  private static final int WORDS = 8;
  private static final int WAYS = 8;

  // A bucket is eight hashes, eight pairs of sequence number and time, and eight times the notes.
  private static final int STATE = WAYS;
  private static final int FIRST_NOTE = 2 * WAYS;
  private static final int BUCKET_WORDS = WAYS * WORDS;
  private static final int TICK_SHIFT = 20;

  private final long[] words;
  private final int bucketMask;

  /** SYNs that could not be remembered because their bucket was full of young ones. */
  public long refused;

  /** Creates a table for {@code capacity} SYNs, a power of two, at least 8; 64 bytes each. */
  public SynTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * WORDS];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  @Override
  public int places() {
    return bucketMask + 1;
  }

  /** In another number of buckets each SYN has its own place; of too many, the latest stay. */
  @Override
  public boolean adopt(Carrier carrier, int place, int places) {
    long[] bucket = new long[BUCKET_WORDS];
    carrier.words(bucket, 0, BUCKET_WORDS);
    for (int way = 0; way < WAYS; way++) {
      if (bucket[way] != 0) {
        adopt(bucket, way);
      }
    }
    return true;
  }

  private void adopt(long[] from, int way) {
    int victim = ((int) from[way] & bucketMask) * BUCKET_WORDS;
    for (int at = victim + 1; at % BUCKET_WORDS < WAYS; at++) {
      boolean free = words[at] == 0;
      boolean older = words[victim] != 0 && arrivedBefore(words[at + STATE], words[victim + STATE]);
      victim = free || older ? at : victim;
    }
    if (words[victim] == 0 || arrivedBefore(words[victim + STATE], from[way + STATE])) {
      words[victim] = from[way];
      words[victim + STATE] = from[way + STATE];
      for (int which = 0; which < NOTES; which++) {
        words[noteAt(victim, which)] = from[noteAt(way, which)];
      }
    }
  }

  private static boolean arrivedBefore(long state, long than) {
    return (int) state - (int) than < 0;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.words(words, place * BUCKET_WORDS, BUCKET_WORDS);
  }

  /** Returns how many SYNs it can hold. */
  public int capacity() {
    return words.length / WORDS;
  }

  /** Counts the waiting among {@code count} entries from {@code first} on, around its end. */
  public int living(int first, int count, long nowNs) {
    int mask = capacity() - 1;
    int living = 0;
    for (int k = 0; k < count; k++) {
      int entry = first + k & mask;
      int at = entry / WAYS * BUCKET_WORDS + entry % WAYS;
      living += words[at] != 0 && ageNs(at, nowNs) <= LIFETIME_NS ? 1 : 0;
    }
    return living;
  }

  /** Loads the bucket of a SYN, for nothing but the cache; returns what must not be lost. */
  public long touch(long hash) {
    int bucket = ((int) hash & bucketMask) * BUCKET_WORDS;
    return words[bucket] + words[bucket + STATE] + words[bucket + STATE + WAYS - 1];
  }

  /**
   * Finds or makes a place for a SYN whose notes the caller is to write; one that is there already,
   * with the same sequence number, keeps its time of arrival.
   *
   * @param hash of its flow, not 0
   * @return its slot, or -1 when its bucket is full of young ones
   */
  public int enter(long hash, int sequence, long nowNs) {
    long[] w = words;
    int bucket = ((int) hash & bucketMask) * BUCKET_WORDS;
    int victim = -1;
    long victimAge = -1;
    for (int at = bucket; at < bucket + WAYS; at++) {
      long age = ageNs(at, nowNs);
      if (w[at] == hash) {
        if (age <= LIFETIME_NS && sequence(at) == sequence) {
          return at;
        }
        victim = at; // Before any free place: a flow is never in two.
        victimAge = Long.MAX_VALUE;
        break;
      }
      age = w[at] == 0 ? Long.MAX_VALUE : age;
      if (age > victimAge) {
        victim = at;
        victimAge = age;
      }
    }
    if (victimAge < YOUNG_NS) {
      refused++;
      return -1;
    }
    w[victim] = hash;
    w[victim + STATE] = (long) sequence << 32 | nowNs >>> TICK_SHIFT & 0xffff_ffffL;
    return victim;
  }

  /** Returns the slot of a SYN that is still waiting, or -1. */
  public int find(long hash, long nowNs) {
    int bucket = ((int) hash & bucketMask) * BUCKET_WORDS;
    for (int at = bucket; at < bucket + WAYS; at++) {
      if (words[at] == hash) {
        return ageNs(at, nowNs) <= LIFETIME_NS ? at : -1;
      }
    }
    return -1;
  }

  /** Forgets a SYN. */
  public void remove(int slot) {
    words[slot] = 0;
  }

  /** Returns its sequence number. */
  public int sequence(int slot) {
    return (int) (words[slot + STATE] >>> 32);
  }

  /** Returns how long ago it arrived first, ns, to about a millisecond. */
  public long ageNs(int slot, long nowNs) {
    return ((nowNs >>> TICK_SHIFT) - words[slot + STATE] & 0xffff_ffffL) << TICK_SHIFT;
  }

  /** Returns a note, 0 to {@link #NOTES} less one. */
  public long note(int slot, int which) {
    return words[noteAt(slot, which)];
  }

  /** Writes a note. */
  public void note(int slot, int which, long value) {
    words[noteAt(slot, which)] = value;
  }

  private static int noteAt(int slot, int which) {
    int way = slot % BUCKET_WORDS;
    return slot - way + FIRST_NOTE + way * NOTES + which;
  }
}
