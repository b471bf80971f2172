package org.scrubber.table;

import java.lang.foreign.Arena;
import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;
import org.scrubber.wire.Memory;

/**
 * Words of a table in whole cache lines: word 0 begins one, so that a bucket of eight words lies in
 * one line, and a look-up waits for memory once.
 *
 * <p>Outside the heap: an array begins anywhere in a line, and the collector may move it. All words
 * are 0 at first. Nothing checks an index but an assertion; callers mask it. As {@link Lasting} its
 * places are its lines. One thread.
 */
final class Lines implements Lasting {
  /** Words of a cache line. */
  static final int WORDS = 8;

  private static final int BYTES = WORDS * Long.BYTES;
  private static final int SHIFT = 3;

  private final Arena arena = Arena.ofAuto();
  private final long base;
  private final int size;

  /** Allocates so many words, whole lines of them. */
  Lines(int words) {
    assert words % WORDS == 0 : words;
    base = arena.allocate((long) words << SHIFT, BYTES).address();
    size = words;
  }

  /** Returns how many words there are. */
  int size() {
    return size;
  }

  /** Returns the memory that they take, bytes. */
  long sizeBytes() {
    return (long) size << SHIFT;
  }

  /** Returns a word. */
  long get(int at) {
    assert at >= 0 && at < size : at;
    return Memory.i64Le(base + ((long) at << SHIFT));
  }

  /** Stores a word. */
  void set(int at, long word) {
    assert at >= 0 && at < size : at;
    Memory.putI64Le(base + ((long) at << SHIFT), word);
  }

  /** Carries {@code count} words. */
  void carry(Carrier carrier, int from, int count) {
    carrier.memory(base + ((long) from << SHIFT), count);
  }

  @Override
  public int places() {
    return size / WORDS;
  }

  @Override
  public void carry(Carrier carrier, int place) {
    carry(carrier, place * WORDS, WORDS);
  }
}
