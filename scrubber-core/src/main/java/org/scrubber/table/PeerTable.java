package org.scrubber.table;

import org.scrubber.state.Lasting;

/**
 * Who an object deals with: sources that it has exchanged packets with, and sources that have been
 * seen again and again with the same hop count.
 *
 * <p>Fixed capacity, 16 bytes a source, four a cache line. Worth decides who stays: dealings a day,
 * regulars an hour, anybody else ten minutes since last seen. A newcomer takes the place of the
 * newcomer seen longest ago; of a regular only after five minutes' silence, and that of one that
 * was dealt with only when it was, too: so spoofed packets push nobody out. Times never go back.
 * One thread.
 */
public final class PeerTable {
  /** Returned by {@link #find} when the source is not known. */
  public static final int UNKNOWN = -1;

  /** A source is regular when it was seen in so many different intervals. */
  public static final int REGULAR_INTERVALS = 4;

  /** Length of an interval, ns (8.6 s). */
  public static final long INTERVAL_NS = 1L << 33;

  private static final int WAYS = 4;
  private static final int TICK_SHIFT = 24;
  private static final int INTERVAL_SHIFT = 9;
  private static final int DEALT_TICKS = ticks(86_400);
  private static final int REGULAR_TICKS = ticks(3_600);
  private static final int NEWCOMER_TICKS = ticks(600);
  private static final int SILENT_TICKS = ticks(300);

  // The second word: tick of first sight (32), dealt (1), intervals (8), time to live (8).
  private static final long DEALT = 1L << 16;
  private static final int INTERVALS_SHIFT = 8;
  private static final int MAX_INTERVALS = 0xff;

  /** Pairs: tag (32) and tick last seen (32); then as above. */
  private final Lines words;

  private final int bucketMask;

  /** Creates a table for {@code capacity} sources, a power of two, at least 4. */
  public PeerTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new Lines(capacity * 2);
    bucketMask = capacity / WAYS - 1;
  }

  private static int ticks(long seconds) {
    return (int) ((seconds * 1_000_000_000L) >>> TICK_SHIFT);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.sizeBytes();
  }

  /** Returns all that it holds, as what lasts. */
  public Lasting lasting() {
    return words;
  }

  /** Loads the place of a source, for nothing but the cache; returns what must not be lost. */
  public long touch(long hash) {
    int bucket = ((int) hash & bucketMask) * WAYS * 2;
    return words.get(bucket);
  }

  /** Returns the place of a source that is still remembered, or {@link #UNKNOWN}. */
  public int find(long hash, long nowNs) {
    Lines w = words;
    int at = ((int) hash & bucketMask) * WAYS * 2;
    int tag = tag(hash);
    for (int way = 0; way < WAYS; way++, at += 2) {
      if ((int) (w.get(at) >>> 32) == tag) {
        return idle(at, nowNs) <= lifetime(at) ? at : UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  /** Tells whether the object and the source found there have exchanged packets. */
  public boolean isDealtWith(int place) {
    return (words.get(place + 1) & DEALT) != 0;
  }

  /** Tells whether the source found there has been coming for a while, over this many hops. */
  public boolean isRegular(int place, int timeToLive) {
    return intervals(place) >= REGULAR_INTERVALS && isOverUsualHops(place, timeToLive);
  }

  /** Tells whether the source found there comes over this many hops, give or take one. */
  public boolean isOverUsualHops(int place, int timeToLive) {
    return Math.abs((int) (words.get(place + 1) & 0xff) - timeToLive) <= 1;
  }

  /** Tells whether the source found there has come in more than one interval. */
  public boolean hasReturned(int place) {
    return intervals(place) > 1;
  }

  /** Tells whether the source found there was first seen before a time, to a tick. */
  public boolean wasSeenBefore(int place, long timeNs) {
    int later = (int) (timeNs >>> TICK_SHIFT) - (int) (words.get(place + 1) >>> 32);
    return later > 0; // Right across wraps of the ticks.
  }

  /** Notes that object and source have exchanged packets. */
  public void deal(long hash, int timeToLive, long nowNs) {
    int at = enter(hash, timeToLive, true, nowNs);
    words.set(at + 1, words.get(at + 1) | DEALT);
  }

  /** Notes that a source was seen. */
  public void see(long hash, int timeToLive, long nowNs) {
    enter(hash, timeToLive, false, nowNs);
  }

  private int enter(long hash, int timeToLive, boolean dealt, long nowNs) {
    int at = find(hash, nowNs);
    if (at == UNKNOWN) {
      return insert(hash, timeToLive, dealt, nowNs);
    }
    long now = nowNs >>> TICK_SHIFT;
    int last = (int) words.get(at);
    if (!isOverUsualHops(at, timeToLive)) {
      if (intervals(at) >= REGULAR_INTERVALS || (words.get(at + 1) & DEALT) != 0) {
        return at; // Somebody else may use its address: that changes nothing.
      }
      words.set(at + 1, now << 32 | 1L << INTERVALS_SHIFT | timeToLive & 0xff);
    } else if ((int) now >>> INTERVAL_SHIFT != last >>> INTERVAL_SHIFT
        && intervals(at) < MAX_INTERVALS) {
      words.set(at + 1, words.get(at + 1) + (1L << INTERVALS_SHIFT));
    }
    words.set(at, words.get(at) & 0xffff_ffff_0000_0000L | now & 0xffff_ffffL);
    return at;
  }

  private int insert(long hash, int timeToLive, boolean dealt, long nowNs) {
    Lines w = words;
    int at = ((int) hash & bucketMask) * WAYS * 2;
    int victim = UNKNOWN;
    long victimRank = -1;
    int tag = tag(hash);
    for (int way = 0; way < WAYS; way++, at += 2) {
      if ((int) (w.get(at) >>> 32) == tag) {
        victim = at; // Expired, or it would have been found.
        break;
      }
      long rank = rank(at, nowNs);
      if (rank > victimRank && (dealt || rank > Integer.MAX_VALUE)) {
        victim = at;
        victimRank = rank;
      }
    }
    if (victim >= 0) {
      long now = nowNs >>> TICK_SHIFT;
      w.set(victim, (long) tag << 32 | now & 0xffff_ffffL);
      w.set(victim + 1, now << 32 | 1L << INTERVALS_SHIFT | timeToLive & 0xff);
    }
    return victim;
  }

  /** Returns how soon a place is given up: by its idle time, and above that what yields to all. */
  private long rank(int at, long nowNs) {
    int idle = idle(at, nowNs);
    boolean regular = intervals(at) >= REGULAR_INTERVALS;
    if (idle > lifetime(at)) {
      return Long.MAX_VALUE;
    }
    boolean yields = !isDealtWith(at) && (!regular || idle > SILENT_TICKS);
    return yields ? (1L << 31) + idle : idle;
  }

  private int intervals(int at) {
    return (int) (words.get(at + 1) >>> INTERVALS_SHIFT) & 0xff;
  }

  private int lifetime(int at) {
    if (isDealtWith(at)) {
      return DEALT_TICKS;
    }
    return intervals(at) >= REGULAR_INTERVALS ? REGULAR_TICKS : NEWCOMER_TICKS;
  }

  /** Returns ticks since the last sight; a free place, and one from before a wrap, is oldest. */
  private int idle(int at, long nowNs) {
    int idle = (int) (nowNs >>> TICK_SHIFT) - (int) words.get(at);
    return words.get(at) == 0 || idle < 0 ? Integer.MAX_VALUE : idle;
  }

  private static int tag(long hash) {
    int tag = (int) (hash >>> 32);
    return tag == 0 ? 1 : tag;
  }
}
