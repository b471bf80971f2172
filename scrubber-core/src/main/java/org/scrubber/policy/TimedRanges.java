package org.scrubber.policy;

import java.util.Arrays;

/**
 * Prefixes with deadlines, made into disjoint ranges of one deadline each: where prefixes overlap,
 * the latest deadline holds.
 *
 * <p>Prefixes come in ascending order, a shorter one before those within it; as they nest or are
 * disjoint, those that are open form a stack of at most one for each length. Adjacent ranges that
 * end alike become one. Addresses are unsigned 128-bit numbers. For one thread, on the cold path.
 */
final class TimedRanges {
  private static final int MOST_NESTED = 130;

  private final int family;
  private final long[] lastHighs = new long[MOST_NESTED];
  private final long[] lastLows = new long[MOST_NESTED];
  private final int[] untils = new int[MOST_NESTED];
  private int depth;

  /** Everything before it is settled. */
  private long high;

  private long low;

  /** Of each range the first address and the last one: four words. */
  private long[] ranges;

  private int[] deadlines;
  private int count;

  /** Creates it without any; there is room for as many ranges as prefixes are said to come. */
  TimedRanges(int family, int prefixes) {
    this.family = family;
    deadlines = new int[Math.max(16, prefixes)];
    ranges = new long[4 * deadlines.length];
  }

  /** Adds the next prefix in order; {@code until} is an unsigned second, not 0. */
  void add(long firstHigh, long firstLow, int length, int until) {
    int hostBits = (family == 4 ? 32 : 128) - length;
    long lastHigh = firstHigh | (hostBits <= 64 ? 0 : -1L >>> (128 - hostBits));
    long lastLow = firstLow | (hostBits == 0 ? 0 : hostBits >= 64 ? -1L : -1L >>> (64 - hostBits));
    while (depth > 0 && isBefore(lastHighs[depth - 1], lastLows[depth - 1], firstHigh, firstLow)) {
      close();
    }
    int latest = until;
    if (depth > 0) {
      int around = untils[depth - 1];
      boolean same = lastHighs[depth - 1] == lastHigh && lastLows[depth - 1] == lastLow;
      latest = Integer.compareUnsigned(around, until) > 0 ? around : until;
      if (latest == around || (same && high == firstHigh && low == firstLow)) {
        untils[depth - 1] = latest;
        return; // What is around it holds for as long, or is the same prefix.
      }
      if (isBefore(high, low, firstHigh, firstLow)) {
        long endLow = firstLow - 1;
        emit(high, low, firstHigh - (firstLow == 0 ? 1 : 0), endLow, around);
      }
    }
    high = firstHigh;
    low = firstLow;
    lastHighs[depth] = lastHigh;
    lastLows[depth] = lastLow;
    untils[depth++] = latest;
  }

  /** Ends the innermost open prefix. */
  private void close() {
    depth--;
    boolean whole = isBefore(lastHighs[depth], lastLows[depth], high, low);
    if (!whole) {
      emit(high, low, lastHighs[depth], lastLows[depth], untils[depth]);
      low = lastLows[depth] + 1;
      high = lastHighs[depth] + (low == 0 ? 1 : 0);
      if (high == 0 && low == 0) {
        depth = 0; // The end of all addresses: whatever is open ends here, too.
      }
    }
  }

  private void emit(long fromHigh, long fromLow, long toHigh, long toLow, int until) {
    int last = count - 1;
    if (count > 0
        && deadlines[last] == until
        && ranges[4 * last + 3] + 1 == fromLow
        && ranges[4 * last + 2] + (fromLow == 0 ? 1 : 0) == fromHigh) {
      ranges[4 * last + 2] = toHigh;
      ranges[4 * last + 3] = toLow;
      return;
    }
    if (count == deadlines.length) {
      deadlines = Arrays.copyOf(deadlines, 2 * count);
      ranges = Arrays.copyOf(ranges, 8 * count);
    }
    ranges[4 * count] = fromHigh;
    ranges[4 * count + 1] = fromLow;
    ranges[4 * count + 2] = toHigh;
    ranges[4 * count + 3] = toLow;
    deadlines[count++] = until;
  }

  /** Ends what is open; no prefix comes any more. */
  void finish() {
    while (depth > 0) {
      close();
    }
  }

  /** Returns the deadline of each range, in order. */
  int[] deadlines() {
    return Arrays.copyOf(deadlines, count);
  }

  /** Returns the boundaries as {@link AddressSet} keeps those of IPv4. */
  int[] boundaries4() {
    int[] boundaries = new int[2 * count];
    int used = 0;
    for (int k = 0; k < count; k++) {
      boundaries[used++] = (int) ranges[4 * k + 1] ^ Integer.MIN_VALUE;
      int end = (int) ranges[4 * k + 3] + 1;
      if (end != 0) {
        boundaries[used++] = end ^ Integer.MIN_VALUE;
      }
    }
    return Arrays.copyOf(boundaries, used);
  }

  /** Returns the boundaries as {@link AddressSet} keeps those of IPv6. */
  long[] boundaries6() {
    long[] boundaries = new long[4 * count];
    int used = 0;
    for (int k = 0; k < count; k++) {
      boundaries[used++] = ranges[4 * k] ^ Long.MIN_VALUE;
      boundaries[used++] = ranges[4 * k + 1] ^ Long.MIN_VALUE;
      long endLow = ranges[4 * k + 3] + 1;
      long endHigh = ranges[4 * k + 2] + (endLow == 0 ? 1 : 0);
      if (endHigh != 0 || endLow != 0) {
        boundaries[used++] = endHigh ^ Long.MIN_VALUE;
        boundaries[used++] = endLow ^ Long.MIN_VALUE;
      }
    }
    return used == boundaries.length ? boundaries : Arrays.copyOf(boundaries, used);
  }

  private static boolean isBefore(long aHigh, long aLow, long bHigh, long bLow) {
    int order = Long.compareUnsigned(aHigh, bHigh);
    return order < 0 || (order == 0 && Long.compareUnsigned(aLow, bLow) < 0);
  }
}
