package org.scrubber.table;

import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * Sources that have proven that they own their address: they completed a handshake.
 *
 * <p>Fixed capacity, eight sources a cache line, least recently proven out first: only proofs
 * enter, so spoofed packets cannot displace anybody. A proof lasts {@link #LIFETIME_NS} unless told
 * otherwise. One thread.
 */
public final class SourceTable implements Lasting {
  /** A proof is good for an hour of packet time. */
  public static final long LIFETIME_NS = 3_600_000_000_000L;

  /** Whoever completed a handshake within a day of packet time is known. */
  public static final long KNOWN_GOOD_NS = 24 * LIFETIME_NS;

  private static final int WAYS = 8;
  private static final int TICK_SHIFT = 24;

  /** Upper half: tag of the hash, never 0. Lower half: tick of the last proof. */
  private final Lines words;

  private final int bucketMask;
  private final int lifetimeTicks;

  /** Nobody has ever proven anything: then no look-up costs a cache miss. */
  private boolean empty = true;

  /** Creates a table for {@code capacity} sources, a power of two, at least 8; 8 bytes each. */
  public SourceTable(int capacity) {
    this(capacity, LIFETIME_NS);
  }

  /**
   * Creates a table whose proofs last for another time.
   *
   * @param lifetimeNs less than a year
   */
  public SourceTable(int capacity, long lifetimeNs) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new Lines(capacity);
    bucketMask = capacity / WAYS - 1;
    lifetimeTicks = (int) (lifetimeNs >>> TICK_SHIFT);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.sizeBytes();
  }

  @Override
  public int places() {
    return bucketMask + 1;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    words.carry(carrier, place * WAYS, WAYS);
    for (int at = place * WAYS; at < (place + 1) * WAYS; at++) {
      empty &= words.get(at) == 0;
    }
  }

  /**
   * Of a hash only the upper half is kept. So in more buckets a proof stands in each that may be
   * its own, where it is found only by its source; in fewer, of too many the latest stay.
   */
  @Override
  public boolean adopt(Carrier carrier, int place, int places) {
    long[] bucket = new long[WAYS];
    carrier.words(bucket, 0, WAYS);
    for (int at = place & bucketMask; at <= bucketMask; at += places) {
      for (long word : bucket) {
        keep(word, at * WAYS);
      }
    }
    return true;
  }

  private void keep(long word, int bucket) {
    int victim = bucket;
    for (int at = bucket; at < bucket + WAYS; at++) {
      boolean free = words.get(at) == 0;
      victim =
          free || words.get(victim) != 0 && isOlder(words.get(at), words.get(victim)) ? at : victim;
      if (words.get(at) >>> 32 == word >>> 32) {
        victim = at;
        break;
      }
    }
    if (word != 0 && (words.get(victim) == 0 || isOlder(words.get(victim), word))) {
      words.set(victim, word);
      empty = false;
    }
  }

  private static boolean isOlder(long word, long than) {
    return (int) word - (int) than < 0;
  }

  /** Returns how many sources it can hold. */
  public int capacity() {
    return words.size();
  }

  /** Counts the valid among {@code count} entries from {@code first} on, around its end. */
  public int living(int first, int count, long nowNs) {
    int mask = words.size() - 1;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int living = 0;
    for (int k = 0; k < count; k++) {
      long word = words.get(first + k & mask);
      int age = now - (int) word;
      living += word != 0 && age >= 0 && age <= lifetimeTicks ? 1 : 0;
    }
    return living;
  }

  /**
   * Loads the source's bucket, so that a later look-up hits the cache; returns a value to consume.
   */
  public long touch(long hash) {
    int bucket = ((int) hash & bucketMask) * WAYS;
    return empty ? 0 : words.get(bucket);
  }

  /** Records a proof. */
  public void prove(long hash, long nowNs) {
    Lines w = words;
    int at = ((int) hash & bucketMask) * WAYS;
    int tag = tag(hash);
    int now = (int) (nowNs >>> TICK_SHIFT);
    int victim = at;
    int victimAge = -1;
    for (int way = 0; way < WAYS; way++) {
      long word = w.get(at + way);
      if ((int) (word >>> 32) == tag) {
        victim = at + way;
        break;
      }
      int age = word == 0 ? Integer.MAX_VALUE : (now - (int) word) & Integer.MAX_VALUE;
      if (age > victimAge) {
        victim = at + way;
        victimAge = age;
      }
    }
    w.set(victim, (long) tag << 32 | now & 0xffff_ffffL);
    empty = false;
  }

  /** Tells whether the source has proven itself within the lifetime. */
  public boolean isProven(long hash, long nowNs) {
    if (empty) {
      return false;
    }
    Lines w = words;
    int at = ((int) hash & bucketMask) * WAYS;
    int tag = tag(hash);
    for (int way = 0; way < WAYS; way++) {
      long word = w.get(at + way);
      if ((int) (word >>> 32) == tag) {
        int age = (int) (nowNs >>> TICK_SHIFT) - (int) word;
        return age >= 0 && age <= lifetimeTicks; // Below 0: the ticks have wrapped since.
      }
    }
    return false;
  }

  private static int tag(long hash) {
    int tag = (int) (hash >>> 32);
    return tag == 0 ? 1 : tag;
  }
}
