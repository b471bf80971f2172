package org.scrubber.counter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.scrubber.filter.Reasons;
import org.scrubber.io.LineCount;
import org.scrubber.report.Tally;

/**
 * Where everything stands in a counter file. All words are 64 bits in the machine's byte order, and
 * all offsets are multiples of 8.
 *
 * <pre>
 * 0      header: magic, version, file size, pid, start of the process, start of the instance, …
 * 256    values of the instance: one word for each {@link InstanceCounter}
 * 4,096  one section for each worker, whole pages:
 *          0    heartbeat, a cache line of its own
 *          64   generation, a cache line of its own
 *          128  bank 0, then bank 1
 * …      names, UTF-8 ({@link Instance#text})
 * </pre>
 *
 * <p>A bank holds all that a worker counts: values, packets and bytes by kind, by reason, by side,
 * by object, and the active mitigations. The bank of the generation's lowest bit is complete while
 * the generation stands; the writer fills the other one and then raises the generation. So a reader
 * that finds the generation unchanged has read one coherent bank, and a writer that dies in the
 * middle leaves the last complete one.
 *
 * @param workers sections
 * @param objects protected objects
 * @param textBytes of the names
 */
record Layout(int workers, int objects, int textBytes) {
  /** {@code SCRUBCTR} in ASCII; written last, so that who sees it sees all of the header. */
  static final long MAGIC = 0x5343_5255_4243_5452L;

  static final long AT_MAGIC = 0;
  static final long AT_VERSION = 8;
  static final long AT_FILE_BYTES = 16;
  static final long AT_PID = 24;
  static final long AT_PROCESS_START_MS = 32;
  static final long AT_STARTED_NS = 40;
  static final long AT_WORKERS = 48;
  static final long AT_OBJECTS = 56;
  static final long AT_TEXT_BYTES = 64;
  static final long AT_STATE = 72;
  static final long AT_INSTANCE = 256;

  /** The instance counts. */
  static final long RUNNING = 1;

  /** It has ended by itself. */
  static final long ENDED = 2;

  /** It goes on in another file of the same name. */
  static final long SUPERSEDED = 3;

  private static final int PAGE_BYTES = 4_096;
  private static final long HEARTBEAT = 0;
  private static final long GENERATION = 64;
  private static final long BANKS = 128;

  /** Mitigations of a worker that are listed; {@link WorkerCounter#MITIGATIONS_ACTIVE} has all. */
  static final int SLOTS = 256;

  static final int SLOT_WORDS = 24;
  static final int SIDES = 2;
  static final int SIDE_COUNTS = LineCount.values().length;

  // Places within a bank.
  static final long TIME = 0;
  static final long LISTED = 8;
  static final long VALUES = 16;
  static final long PACKETS = VALUES + 8L * WorkerCounter.COUNT;
  static final long BYTES = PACKETS + 8L * Tally.KINDS;
  static final long REASON_PACKETS = BYTES + 8L * Tally.KINDS;
  static final long REASON_BYTES = REASON_PACKETS + 8L * Reasons.COUNT;
  static final long SIDE = REASON_BYTES + 8L * Reasons.COUNT;
  static final long MITIGATION = SIDE + 8L * SIDES * SIDE_COUNTS;
  static final long OBJECT = MITIGATION + 8L * SLOTS * SLOT_WORDS;

  /** Bytes of an object: packets and bytes by kind. */
  static final long OBJECT_BYTES = 8L * 2 * Tally.KINDS;

  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  static {
    assert AT_INSTANCE + 8L * InstanceCounter.COUNT <= PAGE_BYTES;
  }

  /** Returns the size of a bank. */
  long bankBytes() {
    return OBJECT + OBJECT_BYTES * objects;
  }

  private long workerBytes() {
    long bytes = BANKS + 2 * bankBytes();
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
  }

  /** Returns the place of a worker's heartbeat. */
  long heartbeat(int worker) {
    return PAGE_BYTES + worker * workerBytes() + HEARTBEAT;
  }

  /** Returns the place of a worker's generation. */
  long generation(int worker) {
    return PAGE_BYTES + worker * workerBytes() + GENERATION;
  }

  /** Returns the place of the bank that is complete in a generation. */
  long bank(int worker, long generation) {
    return PAGE_BYTES + worker * workerBytes() + BANKS + (generation & 1) * bankBytes();
  }

  /** Returns the place of the names. */
  long text() {
    return PAGE_BYTES + workers * workerBytes();
  }

  /** Returns the size of the file. */
  long fileBytes() {
    return text() + textBytes;
  }

  /** Returns the place of an instance's value. */
  static long at(InstanceCounter counter) {
    return AT_INSTANCE + 8L * counter.ordinal();
  }

  /** Stores a word after all that was stored before it. */
  static void release(MemorySegment memory, long at, long value) {
    WORD.setRelease(memory, at, value);
  }

  /** Loads a word before all that is loaded after it. */
  static long acquire(MemorySegment memory, long at) {
    return (long) WORD.getAcquire(memory, at);
  }

  /** Stores a word. */
  static void put(MemorySegment memory, long at, long value) {
    memory.set(ValueLayout.JAVA_LONG, at, value);
  }

  /** Loads a word. */
  static long get(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_LONG, at);
  }
}
