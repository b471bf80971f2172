package org.scrubber.table;

/**
 * What the first fragment of a datagram was, for those that follow; and where its fragments lie.
 *
 * <p>Fixed capacity, 32 bytes a datagram, two datagrams a cache line; a full bucket forgets its
 * oldest datagram. An entry lives {@link #LIFETIME_NS}. Remembers the bounds of a datagram's first
 * four fragments to tell overlaps (RFC 1858, RFC 5722) from repetitions. One thread.
 */
public final class FragmentTable {
  /**
   * Fragments of one datagram arrive within this time, or are strangers. Receivers wait up to 60 s
   * (RFC 8200), but an IPv4 identification may be in use again sooner than that: 3 s allow a pair
   * of hosts 21,000 fragmented datagrams a second.
   */
  public static final long LIFETIME_NS = 3_000_000_000L;

  /** Returned by {@link #first} when the first fragment has not been seen. */
  public static final int UNKNOWN = -1;

  private static final int WORDS = 4;
  private static final int WAYS = 4;
  private static final int TICK_SHIFT = 24;
  private static final int BOUNDS = 4;
  private static final int LIFETIME_TICKS = (int) (LIFETIME_NS >>> TICK_SHIFT);

  /** Hash; tick (32) and first fragment's note plus one (32); two words of two bounds each. */
  private final long[] words;

  private final int bucketMask;

  /** Creates a table for {@code capacity} datagrams, a power of two, at least 4. */
  public FragmentTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * WORDS];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Returns the slot of a datagram, entering it when it is new. */
  public int slot(long hash, long nowNs) {
    long[] w = words;
    int at = ((int) hash & bucketMask) * WAYS * WORDS;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int victim = at;
    int victimAge = -1;
    for (int way = 0; way < WAYS; way++, at += WORDS) {
      int age = now - (int) (w[at + 1] >>> 32);
      age = w[at] == 0 || age < 0 ? Integer.MAX_VALUE : age; // Below 0: the ticks have wrapped.
      if (w[at] == hash && age <= LIFETIME_TICKS) {
        return at;
      }
      if (age > victimAge) {
        victim = at;
        victimAge = age;
      }
    }
    w[victim] = hash;
    w[victim + 1] = (long) now << 32;
    w[victim + 2] = 0;
    w[victim + 3] = 0;
    return victim;
  }

  /** Returns what {@link #first(int, int)} stored, 0 or more, or {@link #UNKNOWN}. */
  public int first(int slot) {
    return (int) words[slot + 1] - 1;
  }

  /** Stores a note about the datagram's first fragment, 0..2^30. */
  public void first(int slot, int note) {
    words[slot + 1] = words[slot + 1] & 0xffff_ffff_0000_0000L | note + 1;
  }

  /**
   * Enters a fragment and tells whether it overlaps an earlier one; an exact repetition does not.
   *
   * @param offset of its data in bytes, 0..65,528
   * @param length of its data in bytes
   */
  public boolean overlaps(int slot, int offset, int length) {
    int begin = offset >>> 3;
    int end = offset + length + 7 >>> 3;
    int bounds = begin << 16 | end & 0xffff;
    for (int k = 0; k < BOUNDS; k++) {
      int at = slot + 2 + (k >>> 1);
      int shift = (k & 1) * 32;
      int known = (int) (words[at] >>> shift);
      if (known == 0) {
        words[at] |= (bounds & 0xffff_ffffL) << shift;
        return false;
      }
      if (known == bounds) {
        return false;
      }
      if (begin < (known & 0xffff) && known >>> 16 < end) {
        return true;
      }
    }
    return false;
  }
}
