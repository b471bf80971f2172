package org.scrubber.table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.scrubber.wire.Memory;

/**
 * Connections whose sequence numbers are translated, in memory that may outlive the process.
 *
 * <p>Fixed capacity, four entries a bucket: hashes and states of a bucket lie in one cache line, so
 * that a look-up for nothing costs one miss. Living entries never give way: where a bucket is full
 * of them, {@link #hasRoom} says so before anything is promised to a client. An entry lives 16 s
 * while its server has not answered, 7,440 s idle while it is open (RFC 5382, REQ-5), and 240 s
 * idle once both sides have ended it, of which it can be displaced after 10 s.
 *
 * <p>The memory is a header of 64 bytes and 64 bytes an entry, and makes sense at any moment at
 * which the process may die: an entry is told by its hash, which is written last. Times are those
 * of the packets' clock, which begins at 0 in every process; the header holds the last one, and
 * what follows counts from there. One thread.
 */
public final class ProxyTable {
  /** The server has not answered yet. */
  public static final int OPENING = 1;

  /** Both sides are connected: numbers are translated. */
  public static final int OPEN = 1 << 1;

  /** The client has the flow's higher endpoint hash. */
  public static final int CLIENT_HIGH = 1 << 2;

  /** The client has sent FIN. */
  public static final int CLIENT_ENDED = 1 << 3;

  /** The server has sent FIN. */
  public static final int SERVER_ENDED = 1 << 4;

  /** Either side has sent RST. */
  public static final int RESET = 1 << 5;

  /** Both sides send time stamps. */
  public static final int TIMESTAMPS = 1 << 6;

  /** Number to client less number of server. */
  public static final int DELTA = 0;

  /** Time stamp to client less time stamp of server. */
  public static final int STAMP_DELTA = 1;

  /** The client's initial sequence number. */
  public static final int CLIENT_NUMBER = 2;

  /** The initial sequence number that the client was given. */
  public static final int NUMBER = 3;

  /** The client's window, as it was on the wire, and how windows are shifted: see {@code Terms}. */
  public static final int WINDOW = 4;

  /** Left shift of windows to the client, which may be below 0. */
  public static final int SHIFT_TO_CLIENT = 5;

  /** Left shift of windows to the server. */
  public static final int SHIFT_TO_SERVER = 6;

  /** The client's time stamp. */
  public static final int STAMP = 7;

  /** The time stamp that the client was given and has echoed. */
  public static final int ECHO = 8;

  /** Which timer waits for the server, if one does. */
  public static final int TIMER = 9;

  /** Memory of an entry, bytes. */
  public static final int ENTRY_BYTES = 64;

  /** Memory before the entries, bytes. */
  public static final int HEADER_BYTES = 64;

  /** Connections that are kept unless told otherwise: 8 MiB. */
  public static final int CAPACITY = 1 << 17;

  private static final int WAYS = 4;
  private static final int WORD_BYTES = Long.BYTES;
  private static final int BUCKET_BYTES = WAYS * ENTRY_BYTES;
  private static final int STATES = WAYS * WORD_BYTES;
  private static final int FIELDS = 2 * WAYS * WORD_BYTES;
  private static final int FIELD_BYTES = 48;
  private static final int LAST_NS = 40;

  /** Ticks are 2^30 ns, about 1.07 s. */
  private static final int TICK_SHIFT = 30;

  private static final int OPENING_TICKS = 15;
  private static final int OPEN_TICKS = 6_930;
  private static final int ENDED_TICKS = 224;
  private static final int YIELDING_TICKS = 10;
  private static final int BOTH_ENDED = CLIENT_ENDED | SERVER_ENDED;

  private final long address;
  private final int buckets;
  private final long baseNs;
  private final Object owner;
  private long used;
  private int swept;

  /** Connections that were refused because their bucket was full. */
  public long refused;

  /**
   * Creates a table over memory that holds one already, or zeros.
   *
   * @param owner keeps the memory alive
   * @param address of the header, a multiple of 64
   * @param capacity entries, a power of two, at least 4
   */
  public ProxyTable(Object owner, long address, int capacity) {
    assert Integer.bitCount(capacity) == 1 && capacity >= WAYS : capacity;
    this.owner = owner;
    this.address = address;
    buckets = capacity / WAYS;
    baseNs = Memory.i64(address + LAST_NS);
    for (int bucket = 0; bucket < buckets; bucket++) {
      for (int way = 0; way < WAYS; way++) {
        used += Memory.i64(bucket(bucket) + (long) way * WORD_BYTES) != 0 ? 1 : 0;
      }
    }
  }

  /** Creates an empty table that ends with the process. */
  public static ProxyTable inMemory(int capacity) {
    MemorySegment memory = Arena.ofAuto().allocate(bytes(capacity), HEADER_BYTES);
    return new ProxyTable(memory, memory.address(), capacity);
  }

  /** Returns the memory that a table needs, bytes. */
  public static long bytes(int capacity) {
    return HEADER_BYTES + (long) capacity * ENTRY_BYTES;
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return bytes(buckets * WAYS);
  }

  /** Returns how many entries are in use, dead ones included that were not met since. */
  public long used() {
    assert owner != null : "the memory is alive as long as the table";
    return used;
  }

  /** Notes the time, and forgets what is dead in one more bucket; once a batch. */
  public void tick(long nowNs) {
    if (used == 0) {
      return;
    }
    Memory.putI64(address + LAST_NS, baseNs + nowNs);
    long bucket = bucket(swept);
    for (int way = 0; way < WAYS; way++) {
      long at = bucket + (long) way * WORD_BYTES;
      if (Memory.i64(at) != 0 && isDead(Memory.i64(at + STATES), nowNs)) {
        remove(at);
      }
    }
    swept = swept + 1 & buckets - 1;
  }

  private long bucket(int index) {
    return address + HEADER_BYTES + (long) index * BUCKET_BYTES;
  }

  /** Returns the slot of a living connection, or 0. */
  public long find(long hash, long nowNs) {
    long bucket = bucket((int) hash & buckets - 1);
    for (int way = 0; way < WAYS; way++) {
      long at = bucket + (long) way * WORD_BYTES;
      if (Memory.i64(at) == hash) {
        return isDead(Memory.i64(at + STATES), nowNs) ? 0 : at;
      }
    }
    return 0;
  }

  /** Tells whether a connection would find a place. */
  public boolean hasRoom(long hash, long nowNs) {
    return place(hash, nowNs) != 0;
  }

  private long place(long hash, long nowNs) {
    long bucket = bucket((int) hash & buckets - 1);
    long free = 0;
    for (int way = 0; way < WAYS; way++) {
      long at = bucket + (long) way * WORD_BYTES;
      long held = Memory.i64(at);
      if (held == hash) {
        return at; // Before any free place: a connection is never in two.
      }
      if (held == 0 || isYielding(Memory.i64(at + STATES), nowNs)) {
        free = at;
      }
    }
    return free;
  }

  /**
   * Makes an entry in place of one that was there before; the caller writes its fields and then
   * {@link #publish}es it.
   *
   * @return its slot, or 0 when there is no room
   */
  public long enter(long hash, long nowNs) {
    long slot = place(hash, nowNs);
    if (slot == 0) {
      refused++;
      return 0;
    }
    if (Memory.i64(slot) == 0) {
      used++;
    }
    Memory.putI64(slot, 0);
    VarHandle.storeStoreFence();
    long fields = fields(slot);
    for (int k = 0; k < FIELD_BYTES; k += WORD_BYTES) {
      Memory.putI64(fields + k, 0);
    }
    return slot;
  }

  /** Lets an entry count, in a state; all that it says must have been written before. */
  public void publish(long slot, long hash, int flags, long nowNs) {
    Memory.putI64(slot + STATES, (long) tick32(nowNs) << 32 | flags);
    VarHandle.storeStoreFence();
    Memory.putI64(slot, hash);
  }

  /** Forgets an entry. */
  public void remove(long slot) {
    used -= Memory.i64(slot) != 0 ? 1 : 0;
    Memory.putI64(slot, 0);
  }

  /** Returns an entry's flags. */
  public int flags(long slot) {
    return (int) Memory.i64(slot + STATES);
  }

  /** Sets and clears flags, and notes that the connection was seen. */
  public void seen(long slot, int set, int clear, long nowNs) {
    VarHandle.storeStoreFence(); // What is true of an open connection is written before it is one.
    int flags = flags(slot) & ~clear | set;
    Memory.putI64(slot + STATES, (long) tick32(nowNs) << 32 | flags);
  }

  /** Returns a field of an entry. */
  public int get(long slot, int field) {
    return Memory.i32(fields(slot) + field * 4L);
  }

  /** Writes a field of an entry. */
  public void set(long slot, int field, int value) {
    Memory.putI32(fields(slot) + field * 4L, value);
  }

  private long fields(long slot) {
    long way = (slot - address - HEADER_BYTES) / WORD_BYTES & WAYS - 1;
    return slot - way * WORD_BYTES + FIELDS + way * FIELD_BYTES;
  }

  private int tick32(long nowNs) {
    return (int) (baseNs + nowNs >>> TICK_SHIFT);
  }

  private int idleTicks(long state, long nowNs) {
    return tick32(nowNs) - (int) (state >>> 32);
  }

  private boolean isDead(long state, long nowNs) {
    return idleTicks(state, nowNs) > lifetimeTicks(state);
  }

  private boolean isYielding(long state, long nowNs) {
    int idle = idleTicks(state, nowNs);
    return idle > lifetimeTicks(state) || isEnded(state) && idle > YIELDING_TICKS;
  }

  private static boolean isEnded(long state) {
    return (state & BOTH_ENDED) == BOTH_ENDED || (state & RESET) != 0;
  }

  private static int lifetimeTicks(long state) {
    if ((state & OPENING) != 0) {
      return OPENING_TICKS;
    }
    return isEnded(state) ? ENDED_TICKS : OPEN_TICKS;
  }
}
