package org.scrubber.table;

import org.scrubber.state.Carrier;

/**
 * Where the flows of a {@link FlowTable} are: buckets of four in two cache lines, each flow in its
 * own bucket or in a second one.
 *
 * <p>A newcomer that its own bucket has no place for goes to its second, or has a flow there move
 * to that one's other bucket (cuckoo hashing, Pagh and Rodler 2001, one step of it). A bucket
 * counts its flows that are elsewhere, and only if there are any is the second one looked at: as
 * long as buckets have room, a packet costs one bucket. One thread.
 */
final class FlowBuckets {
  /** Words a flow. */
  static final int WORDS = 4;

  /** Flows a bucket. */
  static final int WAYS = 4;

  static final int BUCKET_WORDS = WAYS * WORDS;

  /**
   * A bucket is four hashes, four states (last seen, counts, flags), four pairs of notes, and four
   * times of first sight: what every packet needs lies together in one cache line.
   */
  static final int STATE = WAYS;

  static final int NOTES = 2 * WAYS;
  static final int FIRST_SEEN = 3 * WAYS;

  private static final int SPILLED_SHIFT = 14;
  private static final int PENDING = 1_024;

  /** After so many newcomers in a row for which nobody could be moved, few more are tried. */
  private static final int HOPELESS = 16;

  /** One in so many then is. */
  private static final int RETRIES = 16;

  /** In the first state of a bucket: how many of its flows are elsewhere; 3 for any more. */
  static final long SPILLED = 3L << SPILLED_SHIFT;

  private final Lines words;
  private final int mask;

  /** Own buckets of flows that have left another one. */
  private final int[] left = new int[PENDING];

  private int leftCount;

  /** Newcomers in a row for which nobody could be moved; counted up to {@link #HOPELESS}. */
  private int unmoved;

  /** Newcomers since then, around. */
  private int turn;

  /** Takes the words of a table, {@link #BUCKET_WORDS} for each of a power of two of buckets. */
  FlowBuckets(Lines words) {
    this.words = words;
    mask = words.size() / BUCKET_WORDS - 1;
  }

  /** Returns where a flow's own bucket begins. */
  int own(long hash) {
    return ((int) hash & mask) * BUCKET_WORDS;
  }

  /**
   * Returns where a flow's second bucket begins, or its own if the flow is there or none of that
   * one's is elsewhere. Without a branch.
   */
  int next(long hash) {
    Lines w = words;
    int own = own(hash);
    long elsewhere = -(w.get(own + STATE) & SPILLED) >> 63;
    for (int at = own; at < own + WAYS; at++) {
      long other = w.get(at) ^ hash;
      elsewhere &= (other | -other) >> 63;
    }
    return own ^ (own ^ second(hash)) & (int) elsewhere;
  }

  /** Another bucket than a flow's own, unless there is but one. */
  private int second(long hash) {
    return (((int) hash ^ ((int) (hash >>> 32) | 1)) & mask) * BUCKET_WORDS;
  }

  private static int bucketOf(int slot) {
    return slot / BUCKET_WORDS * BUCKET_WORDS;
  }

  /** Returns where a flow is, or was when it expired; or -1. */
  int place(long hash) {
    Lines w = words;
    int own = own(hash);
    for (int way = 0, at = own; way < WAYS; way++, at++) {
      if (w.get(at) == hash) {
        return at;
      }
    }
    return (w.get(own + STATE) & SPILLED) == 0 ? -1 : placeIn(second(hash), hash);
  }

  private int placeIn(int bucket, long hash) {
    for (int at = bucket; at < bucket + WAYS; at++) {
      if (words.get(at) == hash) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Returns the place that a newcomer may take, or -1 when there is none. To see whether somebody
   * can be moved costs eight buckets that are in no cache, which a flood must not have for every
   * packet once the table is full: when it has been in vain for long, it is tried seldom.
   */
  int room(long hash, int now) {
    int slot = victim(own(hash), now);
    slot = slot >= 0 ? slot : victim(second(hash), now);
    if (slot >= 0 || unmoved == HOPELESS && (turn = turn + 1 & RETRIES - 1) != 0) {
      return slot;
    }
    slot = moveOne(own(hash), now);
    slot = slot >= 0 ? slot : moveOne(second(hash), now);
    unmoved = slot >= 0 ? 0 : Math.min(HOPELESS, unmoved + 1);
    return slot;
  }

  /** Carries what is not in the words. */
  void carry(Carrier carrier) {
    unmoved = carrier.whole(unmoved);
    turn = carrier.whole(turn);
  }

  /** Puts a flow into a place; what was there is forgotten. */
  void enter(long hash, int slot) {
    leave(slot);
    if (bucketOf(slot) != own(hash)) {
      spill(own(hash));
    }
    words.set(slot, hash);
  }

  private void leave(int slot) {
    long hash = words.get(slot);
    if (hash != 0 && bucketOf(slot) != own(hash)) {
      if (leftCount == left.length) {
        settle();
      }
      left[leftCount++] = own(hash);
    }
  }

  /**
   * Discounts the flows that have left places outside their own bucket, all at once, so that the
   * cache misses overlap. Until then a bucket may be thought to have more of its flows elsewhere
   * than it has, which only costs a look.
   */
  void settle() {
    Lines w = words;
    for (int k = 0; k < leftCount; k++) {
      int at = left[k] + STATE;
      long state = w.get(at);
      assert (state & SPILLED) != 0 : "a flow that nobody has sent away";
      long some = (state & SPILLED) - SPILLED >> 63; // Where they were too many, for ever.
      w.set(at, state - (1L << SPILLED_SHIFT & some));
    }
    leftCount = 0;
  }

  /** Counts a flow of a bucket that is elsewhere. */
  private void spill(int bucket) {
    long state = words.get(bucket + STATE);
    if ((state & SPILLED) != SPILLED) {
      words.set(bucket + STATE, state + (1L << SPILLED_SHIFT));
    }
  }

  /**
   * Moves a flow of a bucket to where else it may be, if there is room; returns its place, or -1.
   */
  private int moveOne(int bucket, int now) {
    for (int at = bucket; at < bucket + WAYS; at++) {
      long hash = words.get(at);
      int own = own(hash);
      int to = victim(own == bucket ? second(hash) : own, now);
      if (to >= 0 && bucketOf(to) != bucket && !holdsConnection(to, now)) {
        enter(hash, to);
        fill(to, words.get(at + STATE), words.get(at + NOTES), words.get(at + FIRST_SEEN));
        leave(at);
        words.set(at, 0);
        return at;
      }
    }
    return -1;
  }

  /** A connection that rests makes room for a newcomer, but not for one that only moves. */
  private boolean holdsConnection(int slot, int now) {
    long state = words.get(slot + STATE);
    return words.get(slot) != 0 && !FlowLife.expired(state, now) && FlowLife.isEstablished(state);
  }

  /** Writes a flow into the place that it has {@link #enter entered}; its bucket's count stays. */
  private void fill(int slot, long state, long notes, long firstSeen) {
    words.set(slot + STATE, state & ~SPILLED | words.get(slot + STATE) & SPILLED);
    words.set(slot + NOTES, notes);
    words.set(slot + FIRST_SEEN, firstSeen);
  }

  /** Returns the place in a bucket that a newcomer may take, or -1; the first of several alike. */
  private int victim(int bucket, int now) {
    Lines w = words;
    long best = -1;
    for (int way = 0; way < WAYS; way++) {
      long rank = FlowLife.rank(w.get(bucket + way), w.get(bucket + STATE + way), now);
      best = Math.max(best, rank * WAYS + (WAYS - 1 - way));
    }
    return best < 0 ? -1 : bucket + WAYS - 1 - (int) (best & WAYS - 1);
  }

  /** Takes over a flow of another table, if it is worth more than what is here. */
  void adopt(long[] from, int way) {
    long hash = from[way];
    int slot = lessWorth(own(hash), from, way);
    if (slot < 0 || words.get(slot) != 0) {
      int other = lessWorth(second(hash), from, way);
      slot = slot < 0 || other >= 0 && words.get(other) == 0 ? other : slot;
    }
    if (slot >= 0) {
      enter(hash, slot);
      fill(slot, from[way + STATE], from[way + NOTES], from[way + FIRST_SEEN]);
    }
  }

  /** Returns the place in a bucket that is worth least, if a flow is worth more, or -1. */
  private int lessWorth(int bucket, long[] from, int way) {
    int victim = -1;
    for (int other = bucket; other < bucket + WAYS; other++) {
      long worth = worth(other);
      boolean less = worth < worth(from[way], from[way + STATE]);
      victim = less && (victim < 0 || worth < worth(victim)) ? other : victim;
    }
    return victim;
  }

  /** Established flows before all others, and of these who was seen last; 0 for a free place. */
  private static long worth(long hash, long state) {
    long seen = (state >>> 32) + 1;
    return hash == 0 ? 0 : FlowLife.isEstablished(state) ? 1L << 40 | seen : seen;
  }

  private long worth(int at) {
    return worth(words.get(at), words.get(at + STATE));
  }
}
