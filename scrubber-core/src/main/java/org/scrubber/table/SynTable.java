package org.scrubber.table;

import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * SYNs under challenge, with what it takes to send each one on later.
 *
 * <p>Fixed capacity, four entries a bucket, each of eight words: hash, sequence number with the
 * time of arrival, and {@link #NOTES} words of the caller's. An entry lives {@link #LIFETIME_NS}
 * from its arrival. A full bucket gives up its oldest entry, but none younger than {@link
 * #YOUNG_NS}: a client's answer takes less, and so does its first retransmission, so a flood cannot
 * push out SYNs that are about to be spoken for; the newcomer is then not remembered. One thread.
 */
public final class SynTable implements Lasting {
  /** How long a SYN waits for its client's answer. */
  public static final long LIFETIME_NS = 4_000_000_000L;

  /** How long it cannot be displaced. */
  public static final long YOUNG_NS = 1_200_000_000L;

  /** Words of an entry that are the caller's. */
  public static final int NOTES = 6;

  private static final int WORDS = 8;
  private static final int WAYS = 4;
  private static final int BUCKET_WORDS = WAYS * WORDS;
  private static final int TICK_SHIFT = 20;

  private final long[] words;
  private final int bucketMask;

  /** SYNs that could not be remembered because their bucket was full of young ones. */
  public long refused;

  /** Creates a table for {@code capacity} SYNs, a power of two, at least 4; 64 bytes each. */
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
      int at = (first + k & mask) * WORDS;
      living += words[at] != 0 && ageNs(at, nowNs) <= LIFETIME_NS ? 1 : 0;
    }
    return living;
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
    int bucket = ((int) hash & bucketMask) * WAYS * WORDS;
    int victim = -1;
    long victimAge = -1;
    for (int at = bucket, end = bucket + WAYS * WORDS; at < end; at += WORDS) {
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
    w[victim + 1] = (long) sequence << 32 | nowNs >>> TICK_SHIFT & 0xffff_ffffL;
    return victim;
  }

  /** Returns the slot of a SYN that is still waiting, or -1. */
  public int find(long hash, long nowNs) {
    int bucket = ((int) hash & bucketMask) * WAYS * WORDS;
    for (int at = bucket, end = bucket + WAYS * WORDS; at < end; at += WORDS) {
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
    return (int) (words[slot + 1] >>> 32);
  }

  /** Returns how long ago it arrived first, ns, to about a millisecond. */
  public long ageNs(int slot, long nowNs) {
    return ((nowNs >>> TICK_SHIFT) - words[slot + 1] & 0xffff_ffffL) << TICK_SHIFT;
  }

  /** Returns a note, 0 to {@link #NOTES} less one. */
  public long note(int slot, int which) {
    return words[slot + 2 + which];
  }

  /** Writes a note. */
  public void note(int slot, int which, long value) {
    words[slot + 2 + which] = value;
  }
}
