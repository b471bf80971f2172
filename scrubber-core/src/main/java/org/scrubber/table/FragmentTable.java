package org.scrubber.table;

import org.scrubber.state.Lasting;
import org.scrubber.state.Words;

/**
 * What the first fragment of a datagram was, for those that follow; and where its fragments lie.
 *
 * <p>Fixed capacity, 48 bytes a datagram; a full bucket forgets its oldest datagram. An entry lives
 * {@link #LIFETIME_NS}. Remembers bounds and digest of a datagram's first four fragments to tell
 * overlaps (RFC 1858, RFC 5722) from repetitions. One thread.
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

  private static final int WAYS = 4;
  private static final int TICK_SHIFT = 24;
  private static final int BOUNDS = 4;
  private static final int LIFETIME_TICKS = (int) (LIFETIME_NS >>> TICK_SHIFT);

  // A bucket is four hashes, four states, and four times four fragments: their bounds (32 bits)
  // and digest (32). A state is tick (32) and the first fragment's note plus one (32).
  private static final int STATE = WAYS;
  private static final int PARTS = 2 * WAYS;
  private static final int BUCKET_WORDS = PARTS + WAYS * BOUNDS;

  /** Other data so soon rewrites a datagram (134 ms); later, the identification is in use again. */
  private static final int REWRITE_TICKS = 8;

  private final long[] words;

  private final int bucketMask;

  /** Age of the datagram that {@link #slot} returned last. */
  private int slotAgeTicks;

  /** Creates a table for {@code capacity} datagrams, a power of two, at least 4. */
  public FragmentTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity / WAYS * BUCKET_WORDS];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Returns all that it holds, as what lasts. */
  public Lasting lasting() {
    return new Words(words);
  }

  /** Returns the slot of a datagram, entering it when it is new. */
  public int slot(long hash, long nowNs) {
    long[] w = words;
    int at = ((int) hash & bucketMask) * BUCKET_WORDS;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int victim = at;
    int victimAge = -1;
    for (int way = 0; way < WAYS; way++, at++) {
      int age = now - (int) (w[at + STATE] >>> 32);
      age = w[at] == 0 || age < 0 ? Integer.MAX_VALUE : age; // Below 0: the ticks have wrapped.
      if (w[at] == hash && age <= LIFETIME_TICKS) {
        slotAgeTicks = age;
        return at;
      }
      if (age > victimAge) {
        victim = at;
        victimAge = age;
      }
    }
    slotAgeTicks = 0;
    w[victim] = hash;
    w[victim + STATE] = (long) now << 32;
    int parts = parts(victim);
    for (int k = 0; k < BOUNDS; k++) {
      w[parts + k] = 0;
    }
    return victim;
  }

  private static int parts(int slot) {
    int way = slot % BUCKET_WORDS;
    return slot - way + PARTS + way * BOUNDS;
  }

  /** Returns what {@link #first(int, int)} stored, 0 or more, or {@link #UNKNOWN}. */
  public int first(int slot) {
    return (int) words[slot + STATE] - 1;
  }

  /** Stores a note about the datagram's first fragment, 0..2^30. */
  public void first(int slot, int note) {
    words[slot + STATE] = words[slot + STATE] & 0xffff_ffff_0000_0000L | note + 1;
  }

  /**
   * Enters a fragment of the datagram that {@link #slot} returned last, and tells whether it
   * overlaps an earlier one; an exact repetition does not.
   *
   * @param offset of its data in bytes, 0..65,528
   * @param length of its data in bytes
   * @param digest of its data: other data within the same bounds, and soon, is no repetition
   */
  public boolean overlaps(int slot, int offset, int length, int digest) {
    int begin = offset >>> 3;
    int end = offset + length + 7 >>> 3;
    long part = (begin << 16 | end & 0xffff) & 0xffff_ffffL;
    int parts = parts(slot);
    for (int at = parts; at < parts + BOUNDS; at++) {
      long known = words[at];
      if (known >>> 32 == 0) {
        words[at] = part << 32 | digest & 0xffff_ffffL;
        return false;
      }
      if (known >>> 32 == part) {
        words[at] = part << 32 | digest & 0xffff_ffffL;
        return (int) known != digest && slotAgeTicks <= REWRITE_TICKS;
      }
      if (begin < (known >>> 32 & 0xffff) && known >>> 48 < end) {
        return true;
      }
    }
    return false;
  }
}
