package org.scrubber.table;

import static org.scrubber.table.FlowBuckets.BUCKET_WORDS;
import static org.scrubber.table.FlowBuckets.FIRST_SEEN;
import static org.scrubber.table.FlowBuckets.NOTES;
import static org.scrubber.table.FlowBuckets.STATE;
import static org.scrubber.table.FlowBuckets.WAYS;
import static org.scrubber.table.FlowBuckets.WORDS;

import org.scrubber.state.Carrier;
import org.scrubber.state.Inventory;
import org.scrubber.state.Lasting;
import org.scrubber.state.Single;

/**
 * What is known of flows: who began, who answered, whether a handshake completed.
 *
 * <p>Fixed capacity, both directions of a flow in one entry, each flow in one of two buckets
 * ({@link FlowBuckets}), so that nine of ten places can be in use. Full buckets give way in this
 * order: flows idle beyond their lifetime, then flows of one direction that have few packets, then
 * such that last or that every side in sight has ended, then connections of one direction that
 * rest, each idle longest first. A flow that both sides speak on is never displaced, nor a
 * connection of one direction that is in use, so that spoofed packets cannot push out real flows
 * (the newcomer is then not remembered, and counted in {@link #refused}). Times never go back. One
 * thread.
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

  private static final long FLAG_MASK = 0x3fff;

  /** Clock ticks are 2^24 ns, about 16.8 ms. */
  private static final int TICK_SHIFT = 24;

  private final Lines words;
  private final FlowBuckets buckets;

  /** Hash that was looked for last and is in neither of its buckets; 0 when there is none. */
  private long absent;

  /** Flows that could not be remembered because their bucket was full of better ones. */
  public long refused;

  /** Living flows of both directions, or established, that had to make room for others. */
  public long evicted;

  /** Creates a table for {@code capacity} flows, a power of two, at least 4; 32 bytes each. */
  public FlowTable(int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    words = new Lines(capacity * WORDS);
    buckets = new FlowBuckets(words);
  }

  /** Returns how many flows it can hold. */
  public int capacity() {
    return words.size() / WORDS;
  }

  /** Counts the living among {@code count} entries from {@code first} on, around its end. */
  public int living(int first, int count, long nowNs) {
    int mask = capacity() - 1;
    int now = (int) (nowNs >>> TICK_SHIFT);
    int living = 0;
    for (int k = 0; k < count; k++) {
      int entry = first + k & mask;
      int at = entry / WAYS * WAYS * WORDS + entry % WAYS;
      living += words.get(at) != 0 && !FlowLife.expired(words.get(at + STATE), now) ? 1 : 0;
    }
    return living;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return words.sizeBytes();
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("flows", this);
    Single counters =
        (carrier, place) -> {
          refused = carrier.word(refused);
          evicted = carrier.word(evicted);
          buckets.carry(carrier);
        };
    inventory.add("flows.counters", counters);
  }

  @Override
  public int places() {
    return words.size() / BUCKET_WORDS;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    words.carry(carrier, place * BUCKET_WORDS, BUCKET_WORDS);
  }

  /** In another number of buckets each flow has its own place; of too many, the latest stay. */
  @Override
  public boolean adopt(Carrier carrier, int place, int places) {
    long[] bucket = new long[BUCKET_WORDS];
    carrier.words(bucket, 0, BUCKET_WORDS);
    for (int way = 0; way < WAYS; way++) {
      if (bucket[way] != 0) {
        buckets.adopt(bucket, way);
      }
    }
    settle();
    absent = 0;
    return true;
  }

  /** Loads the flow's bucket, so that a later access hits the cache; returns a value to consume. */
  public long touch(long hash) {
    return touchBucket(buckets.own(hash));
  }

  /**
   * Returns where else the flow may be, once {@link #touch} has loaded its own bucket, for {@link
   * #touchBucket}; or -1 if nowhere. Without a branch.
   */
  public int elsewhere(long hash) {
    int own = buckets.own(hash);
    int next = buckets.next(hash);
    return next | (next ^ own) - 1 >> 31;
  }

  /** Loads a bucket, as {@link #touch} does. */
  public long touchBucket(int at) {
    return words.get(at) + words.get(at + NOTES);
  }

  /** Returns the slot of a living flow, or -1. */
  public int find(long hash, long nowNs) {
    int at = buckets.place(hash);
    absent = at < 0 ? hash : 0;
    return at < 0 || FlowLife.expired(words.get(at + STATE), (int) (nowNs >>> TICK_SHIFT))
        ? -1
        : at;
  }

  /**
   * Enters a flow at its first packet.
   *
   * @param beginFlags its first flags: direction, BEGUN_BY_HIGH, BEGUN_BY_SYN
   * @return its slot, or -1 when its buckets are full of better flows
   */
  public int insert(long hash, int beginFlags, long nowNs) {
    return enter(hash, beginFlags & FLAG_MASK, 0, (int) (nowNs >>> TICK_SHIFT));
  }

  /**
   * Enters a flow with its first packet recorded, from the side that the flags name as its
   * beginner, and with both notes.
   *
   * @return its slot, or -1 when its buckets are full of better flows
   */
  public int begin(long hash, int beginFlags, int initiatorNote, int responderNote, long nowNs) {
    boolean high = (beginFlags & BEGUN_BY_HIGH) != 0;
    long first = high ? 1L << 24 | FROM_HIGH : 1L << 16 | FROM_LOW;
    long notes = (long) initiatorNote << 32 | responderNote & 0xffff_ffffL;
    return enter(hash, beginFlags & FLAG_MASK | first, notes, (int) (nowNs >>> TICK_SHIFT));
  }

  private int enter(long hash, long countsAndFlags, long notes, int now) {
    Lines w = words;
    // Before any free place: a flow is never in two.
    int slot = hash == absent ? -1 : buckets.place(hash);
    absent = 0;
    if (slot < 0) {
      slot = buckets.room(hash, now);
      if (slot < 0) {
        refused++;
        return -1;
      }
      long state = w.get(slot + STATE);
      boolean established = FlowLife.isEstablished(state) && w.get(slot) != 0;
      evicted += established && !FlowLife.expired(state, now) ? 1 : 0;
      buckets.enter(hash, slot);
    }
    w.set(slot, hash);
    w.set(
        slot + STATE,
        (long) now << 32 | countsAndFlags | w.get(slot + STATE) & FlowBuckets.SPILLED);
    w.set(slot + NOTES, notes);
    w.set(slot + FIRST_SEEN, (long) now << 32);
    return slot;
  }

  /** Ends a batch of insertions: what they have put off is done, before anything is carried. */
  public void settle() {
    buckets.settle();
  }

  /** Tells whether the slot still belongs to the flow. */
  public boolean holds(int slot, long hash) {
    return slot >= 0 && words.get(slot) == hash;
  }

  /** Returns the flow's flags. */
  public int flags(int slot) {
    return (int) (words.get(slot + STATE) & FLAG_MASK);
  }

  /** Sets and clears flags. */
  public void flags(int slot, int set, int clear) {
    words.set(slot + STATE, words.get(slot + STATE) & ~(long) clear | set);
  }

  /** Records a packet: time, direction, and the direction's count (saturating at 255). */
  public void record(int slot, boolean fromHigh, long nowNs) {
    long state = words.get(slot + STATE) & 0xffff_ffffL;
    int shift = fromHigh ? 24 : 16;
    if ((state >>> shift & 0xff) != 0xff) {
      state += 1L << shift;
    }
    state |= fromHigh ? FROM_HIGH : FROM_LOW;
    words.set(slot + STATE, nowNs >>> TICK_SHIFT << 32 | state);
  }

  /** Returns packets recorded in one direction, at most 255. */
  public int packets(int slot, boolean fromHigh) {
    return (int) (words.get(slot + STATE) >>> (fromHigh ? 24 : 16)) & 0xff;
  }

  /** Returns how long ago the flow began, ns, to a tick; right across wraps of the ticks. */
  public long ageNs(int slot, long nowNs) {
    return sinceNs(words.get(slot + FIRST_SEEN), nowNs);
  }

  /** Returns how long ago the flow was last recorded, ns, to a tick; right across wraps. */
  public long idleNs(int slot, long nowNs) {
    return sinceNs(words.get(slot + STATE), nowNs);
  }

  private static long sinceNs(long word, long nowNs) {
    long ticks = ((nowNs >>> TICK_SHIFT) - (word >>> 32)) & 0xffff_ffffL;
    return (ticks << TICK_SHIFT) + (nowNs & ((1L << TICK_SHIFT) - 1));
  }

  /** Returns when the flow began, ns, to a tick; of a clock below 2^56 ns. */
  public long firstSeenNs(int slot) {
    return words.get(slot + FIRST_SEEN) >>> 32 << TICK_SHIFT;
  }

  /** Returns when the flow was last recorded, ns, to a tick; of a clock below 2^56 ns. */
  public long lastSeenNs(int slot) {
    return words.get(slot + STATE) >>> 32 << TICK_SHIFT;
  }

  /** Returns the initiator's note: the SYN's sequence number, or a payload fingerprint. */
  public int initiatorNote(int slot) {
    return (int) (words.get(slot + NOTES) >>> 32);
  }

  /** Stores the initiator's note. */
  public void initiatorNote(int slot, int note) {
    words.set(slot + NOTES, (long) note << 32 | words.get(slot + NOTES) & 0xffff_ffffL);
  }

  /** Returns the responder's note: the SYN-ACK's sequence number. */
  public int responderNote(int slot) {
    return (int) words.get(slot + NOTES);
  }

  /** Stores the responder's note. */
  public void responderNote(int slot, int note) {
    words.set(slot + NOTES, words.get(slot + NOTES) & 0xffff_ffff_0000_0000L | note & 0xffff_ffffL);
  }
}
