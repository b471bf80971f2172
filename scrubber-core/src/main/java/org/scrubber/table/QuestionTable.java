package org.scrubber.table;

import org.scrubber.state.Inventory;
import org.scrubber.state.Single;
import org.scrubber.state.Words;

/**
 * Outstanding questions: a key (flow and id) and a digest of what was asked.
 *
 * <p>Fixed capacity, 16 bytes a question, four a cache line; a question lives {@link #LIFETIME_NS}.
 * A full line gives up its oldest; as its answer will then find no question, the table says that it
 * is not {@link #isComplete} until that could no longer matter. Times never go back. One thread.
 */
public final class QuestionTable {
  /** A resolver has given up on a question by then. */
  public static final long LIFETIME_NS = 10_000_000_000L;

  /** The digest of a question that could not be read: it is answered by anything. */
  public static final int ANYTHING = 0;

  private static final int WAYS = 4;
  private static final int TICK_SHIFT = 24;
  private static final int LIFETIME_TICKS = (int) (LIFETIME_NS >>> TICK_SHIFT);

  /** Pairs: key; tick (32) and digest (32). */
  private final long[] words;

  private final int bucketMask;
  private long completeFromNs;

  /** Creates a table for {@code capacity} questions, a power of two, at least 4. */
  public QuestionTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * 2];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("questions", new Words(words));
    Single complete = (carrier, place) -> completeFromNs = carrier.word(completeFromNs);
    inventory.add("questions.complete", complete);
  }

  /** Nobody has looked for a while: what was asked then may be answered. */
  public void missed(long nowNs) {
    completeFromNs = nowNs + LIFETIME_NS;
  }

  /** Enters a question; two with one key within the lifetime are answered by anything. */
  public void ask(long key, int digest, long nowNs) {
    long[] w = words;
    int at = ((int) key & bucketMask) * WAYS * 2;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int victim = at;
    int victimAge = -1;
    int kept = digest;
    for (int way = 0; way < WAYS; way++, at += 2) {
      int age = age(at, now);
      if (w[at] == key) {
        kept = age <= LIFETIME_TICKS && (int) w[at + 1] != digest ? ANYTHING : digest;
        victim = at;
        victimAge = Integer.MAX_VALUE;
        break;
      }
      if (age > victimAge) {
        victim = at;
        victimAge = age;
      }
    }
    if (victimAge <= LIFETIME_TICKS) {
      completeFromNs = nowNs + LIFETIME_NS;
    }
    w[victim] = key;
    w[victim + 1] = (long) now << 32 | kept & 0xffff_ffffL;
  }

  /** Tells whether that was asked within the lifetime. */
  public boolean isAsked(long key, int digest, long nowNs) {
    long[] w = words;
    int at = ((int) key & bucketMask) * WAYS * 2;
    int now = (int) (nowNs >>> TICK_SHIFT);
    for (int way = 0; way < WAYS; way++, at += 2) {
      if (w[at] == key && age(at, now) <= LIFETIME_TICKS) {
        int asked = (int) w[at + 1];
        return asked == digest || asked == ANYTHING || digest == ANYTHING;
      }
    }
    return false;
  }

  /** Tells whether every question that may still be answered is known. */
  public boolean isComplete(long nowNs) {
    return nowNs >= completeFromNs;
  }

  private int age(int at, int now) {
    int age = now - (int) (words[at + 1] >>> 32);
    return words[at] == 0 || age < 0 ? Integer.MAX_VALUE : age; // Below 0: the ticks have wrapped.
  }
}
