package org.scrubber.table;

import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.state.Single;

/**
 * What is known of flows: who began, who answered, whether a handshake completed.
 *
 * <p>Fixed capacity, four flows a bucket of two cache lines, both directions of a flow in one
 * entry. A full bucket gives way in this order: flows idle beyond their lifetime, then flows of one
 * direction that have few packets, then such that last or that every side in sight has ended, then
 * connections of one direction that rest, each idle longest first. A flow that both sides speak on
 * is never displaced, nor a connection of one direction that is in use, so that spoofed packets
 * cannot push out real flows (the newcomer is then not remembered, and counted in {@link
 * #refused}). Times never go back. One thread.
 *
 * <p>A slot is an index that stays valid as long as the entry does; callers that keep one across
 * other insertions must compare hashes again ({@link #holds}).
 */
public final class FlowTable implements Lasting {
  /** Packets were seen from the endpoint with the lower endpoint hash. */
  public static final int FROM_LOW = 1;

  /** Packets were seen from the endpoint with the higher endpoint hash. */
  public static final int FROM_HIGH = 1 << 1;

  /** The first packet came from the endpoint with the higher hash. */
  public static final int BEGUN_BY_HIGH = 1 << 2;

  /** The first packet was a SYN. */
  public static final int BEGUN_BY_SYN = 1 << 3;

  /** The answering side sent a SYN-ACK. */
  public static final int SYN_ACKED = 1 << 4;

  /** The handshake completed: the initiator acknowledged the responder's sequence number. */
  public static final int ESTABLISHED = 1 << 5;

  /** The first packet was a SYN-ACK. */
  public static final int BEGUN_BY_SYN_ACK = 1 << 6;

  /** The first packet was what its protocol begins with. */
  public static final int BEGUN_WELL = 1 << 7;

  /** One step of {@link #PROGRESS}. */
  public static final int PROGRESS_STEP = 1 << 8;

  /** How often a flow that we met in mid-stream was seen to move on: 0 to 3 steps. */
  public static final int PROGRESS = 3 << 8;

  /** QUIC: the initiator has turned to another id of the other side's than it began with. */
  public static final int TURNED = 1 << 12;

  /** QUIC: the responder's note is of the connection's ids. */
  public static final int NOTES_IDS = 1 << 13;

  /** The endpoint with the lower hash has ended its side of the connection. */
  public static final int ENDED_BY_LOW = 1 << 10;

  /** The endpoint with the higher hash has. */
  public static final int ENDED_BY_HIGH = 1 << 11;

  /** Both have: nothing but the last acknowledgement is to come. */
  public static final int ENDED = ENDED_BY_LOW | ENDED_BY_HIGH;

  /** Times are kept to this many nanoseconds, rounded down. */
  public static final long TICK_NS = 1L << 24;

  /** Words an entry. */
  private static final int WORDS = 4;

  private static final int WAYS = 4;
  private static final int BUCKET_WORDS = WAYS * WORDS;

  // A bucket is four hashes, four states (last seen, counts, flags), four pairs of notes, and four
  // times of first sight: what every packet needs lies together in one cache line.
  private static final int STATE = WAYS;
  private static final int NOTES = 2 * WAYS;
  private static final int FIRST_SEEN = 3 * WAYS;
  private static final long BOTH = FROM_LOW | FROM_HIGH;
  private static final long FLAG_MASK = 0xffff;

  /** Clock ticks are 2^24 ns, about 16.8 ms. */
  private static final int TICK_SHIFT = 24;

  /** A flow of one direction lasts when it has so many packets. */
  private static final int LASTING_PACKETS = 4;

  /** What is brief goes first, then what is not established; each above any idle time, in ticks. */
  private static final long BRIEF = 2L << 32;

  private static final long LASTING = 1L << 32;

  /**
   * Idle lifetimes in ticks: established TCP 7,440 s until one side has ended it (RFC 5382),
   * lasting 300 s, a question and its answer 120 s (RFC 4787), as what the only side in sight has
   * ended, else 30 s, as when both sides have ended it.
   */
  private static final int ESTABLISHED_TICKS = ticks(7_440);

  private static final int LASTING_TICKS = ticks(300);
  private static final int TWO_WAY_TICKS = ticks(120);
  private static final int BRIEF_TICKS = ticks(30);

  /** A connection of which one direction is seen rests when it has been silent for so long. */
  private static final int RESTING_TICKS = ticks(60);

  private final long[] words;
  private final int bucketMask;

  /** Flows that could not be remembered because their bucket was full of better ones. */
  public long refused;

  /** Living flows of both directions, or established, that had to make room for others. */
  public long evicted;

  /** Creates a table for {@code capacity} flows, a power of two, at least 4; 32 bytes each. */
  public FlowTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new long[capacity * WORDS];
    bucketMask = capacity / WAYS - 1;
  }

  /** Returns how many flows it can hold. */
  public int capacity() {
    return words.length / WORDS;
  }

  /** Counts the living among {@code count} entries from {@code first} on, around its end. */
  public int living(int first, int count, long nowNs) {
    int mask = capacity() - 1;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int living = 0;
    for (int k = 0; k < count; k++) {
      int entry = first + k & mask;
      int at = entry / WAYS * WAYS * WORDS + entry % WAYS;
      living += words[at] != 0 && !expired(words[at + STATE], now) ? 1 : 0;
    }
    return living;
  }

  private static int ticks(int seconds) {
    return (int) ((seconds * 1_000_000_000L) >>> TICK_SHIFT);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.length * 8L;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("flows", this);
    Single counters =
        (carrier, place) -> {
          refused = carrier.word(refused);
          evicted = carrier.word(evicted);
        };
    inventory.add("flows.counters", counters);
  }

  @Override
  public int places() {
    return bucketMask + 1;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carrier.words(words, place * BUCKET_WORDS, BUCKET_WORDS);
  }

  /** In another number of buckets each flow has its own place; of too many, the latest stay. */
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
    int victim = -1;
    int at = ((int) from[way] & bucketMask) * BUCKET_WORDS;
    for (int other = at; other < at + WAYS; other++) {
      long worth = worth(words, other);
      boolean less = worth < worth(from, way);
      victim = less && (victim < 0 || worth < worth(words, victim)) ? other : victim;
    }
    for (int part = way; victim >= 0 && part < BUCKET_WORDS; part += WAYS, victim += WAYS) {
      words[victim] = from[part];
    }
  }

  /** Loads the flow's bucket, so that a later access hits the cache; returns a value to consume. */
  public long touch(long hash) {
    int at = ((int) hash & bucketMask) * WAYS * WORDS;
    return words[at] + words[at + NOTES];
  }

  /** Returns the slot of a living flow, or -1. */
  public int find(long hash, long nowNs) {
    long[] w = words;
    int at = ((int) hash & bucketMask) * WAYS * WORDS;
    int now = (int) (nowNs >>> TICK_SHIFT);
    for (int way = 0; way < WAYS; way++, at++) {
      if (w[at] == hash) {
        return expired(w[at + STATE], now) ? -1 : at;
      }
    }
    return -1;
  }

  /**
   * Enters a flow at its first packet.
   *
   * @param beginFlags its first flags: direction, BEGUN_BY_HIGH, BEGUN_BY_SYN
   * @return its slot, or -1 when its bucket is full of better flows
   */
  public int insert(long hash, int beginFlags, long nowNs) {
    long[] w = words;
    int bucket = ((int) hash & bucketMask) * WAYS * WORDS;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int victim = -1;
    long victimIdle = -1;
    for (int way = 0, at = bucket; way < WAYS; way++, at++) {
      if (w[at] == hash) {
        victim = at; // Before any free place: a flow is never in two.
        break;
      }
      boolean free = w[at] == 0 || expired(w[at + STATE], now);
      int idleTicks = now - (int) (w[at + STATE] >>> 32);
      // A spoofed packet makes way for the next, before anybody who has been going on.
      long idle = free ? Long.MAX_VALUE : idleTicks + precedence(w[at + STATE]);
      if ((free || givesWay(w[at + STATE], idleTicks)) && idle > victimIdle) {
        victim = at;
        victimIdle = idle;
      }
    }
    if (victim < 0) {
      refused++;
      return -1;
    }
    boolean displaces = w[victim] != hash && victimIdle != Long.MAX_VALUE;
    evicted += displaces && isEstablished(w[victim + STATE]) ? 1 : 0;
    w[victim] = hash;
    w[victim + STATE] = (long) now << 32 | beginFlags & FLAG_MASK;
    w[victim + NOTES] = 0;
    w[victim + FIRST_SEEN] = (long) now << 32;
    return victim;
  }

  /** Established flows before all others, and of these who was seen last; 0 for a free place. */
  private static long worth(long[] w, int at) {
    long seen = (w[at + STATE] >>> 32) + 1;
    return w[at] == 0 ? 0 : isEstablished(w[at + STATE]) ? 1L << 40 | seen : seen;
  }

  private static boolean isEstablished(long state) {
    boolean established = (state & ESTABLISHED) != 0 || (state & BOTH) == BOTH;
    return established && !isOver(state);
  }

  /** Tells whether every side that was seen has ended it. */
  private static boolean isOver(long state) {
    long seen = state & BOTH;
    return seen != 0 && (state / ENDED_BY_LOW & seen) == seen;
  }

  private static boolean expired(long state, int now) {
    int idle = now - (int) (state >>> 32);
    return idle < 0 || idle > lifetimeTicks(state); // Below 0: the ticks have wrapped since.
  }

  private static int lifetimeTicks(long state) {
    long ended = state & ENDED;
    if (ended == ENDED) {
      return BRIEF_TICKS;
    }
    if ((state & ESTABLISHED) != 0 && ended == 0) {
      return ESTABLISHED_TICKS;
    }
    if (isOver(state)) {
      return TWO_WAY_TICKS;
    }
    if (isLasting(state)) {
      return LASTING_TICKS;
    }
    return (state & BOTH) == BOTH ? TWO_WAY_TICKS : BRIEF_TICKS;
  }

  /** Tells whether a newcomer may take the place of a living flow. */
  private static boolean givesWay(long state, int idleTicks) {
    return (state & BOTH) != BOTH && (!isEstablished(state) || idleTicks > RESTING_TICKS)
        || isOver(state);
  }

  private static long precedence(long state) {
    return !isLasting(state) ? BRIEF : !isEstablished(state) ? LASTING : 0;
  }

  private static boolean isLasting(long state) {
    long packets = (state >>> 16 & 0xff) + (state >>> 24 & 0xff);
    return packets >= LASTING_PACKETS || (state & ESTABLISHED) != 0;
  }

  /** Tells whether the slot still belongs to the flow. */
  public boolean holds(int slot, long hash) {
    return slot >= 0 && words[slot] == hash;
  }

  /** Returns the flow's flags. */
  public int flags(int slot) {
    return (int) (words[slot + STATE] & FLAG_MASK);
  }

  /** Sets and clears flags. */
  public void flags(int slot, int set, int clear) {
    words[slot + STATE] = words[slot + STATE] & ~(long) clear | set;
  }

  /** Records a packet: time, direction, and the direction's count (saturating at 255). */
  public void record(int slot, boolean fromHigh, long nowNs) {
    long state = words[slot + STATE] & 0xffff_ffffL;
    int shift = fromHigh ? 24 : 16;
    if ((state >>> shift & 0xff) != 0xff) {
      state += 1L << shift;
    }
    state |= fromHigh ? FROM_HIGH : FROM_LOW;
    words[slot + STATE] = nowNs >>> TICK_SHIFT << 32 | state;
  }

  /** Returns packets recorded in one direction, at most 255. */
  public int packets(int slot, boolean fromHigh) {
    return (int) (words[slot + STATE] >>> (fromHigh ? 24 : 16)) & 0xff;
  }

  /** Returns how long ago the flow began, ns, to a tick; right across wraps of the ticks. */
  public long ageNs(int slot, long nowNs) {
    return sinceNs(words[slot + FIRST_SEEN], nowNs);
  }

  /** Returns how long ago the flow was last recorded, ns, to a tick; right across wraps. */
  public long idleNs(int slot, long nowNs) {
    return sinceNs(words[slot + STATE], nowNs);
  }

  private static long sinceNs(long word, long nowNs) {
    long ticks = ((nowNs >>> TICK_SHIFT) - (word >>> 32)) & 0xffff_ffffL;
    return (ticks << TICK_SHIFT) + (nowNs & ((1L << TICK_SHIFT) - 1));
  }

  /** Returns when the flow began, ns, to a tick; of a clock below 2^56 ns. */
  public long firstSeenNs(int slot) {
    return words[slot + FIRST_SEEN] >>> 32 << TICK_SHIFT;
  }

  /** Returns when the flow was last recorded, ns, to a tick; of a clock below 2^56 ns. */
  public long lastSeenNs(int slot) {
    return words[slot + STATE] >>> 32 << TICK_SHIFT;
  }

  /** Returns the initiator's note: the SYN's sequence number, or a payload fingerprint. */
  public int initiatorNote(int slot) {
    return (int) (words[slot + NOTES] >>> 32);
  }

  /** Stores the initiator's note. */
  public void initiatorNote(int slot, int note) {
    words[slot + NOTES] = (long) note << 32 | words[slot + NOTES] & 0xffff_ffffL;
  }

  /** Returns the responder's note: the SYN-ACK's sequence number. */
  public int responderNote(int slot) {
    return (int) words[slot + NOTES];
  }

  /** Stores the responder's note. */
  public void responderNote(int slot, int note) {
    words[slot + NOTES] = words[slot + NOTES] & 0xffff_ffff_0000_0000L | note & 0xffff_ffffL;
  }
}
