package org.scrubber.captures.world;

import java.util.Arrays;

/** What is to happen when: a binary heap, ordered by time, stream and sequence. */
final class Agenda {
  private long[] timeNs = new long[1 << 12];
  private long[] order = new long[1 << 12];
  private Actor[] actor = new Actor[1 << 12];
  private int[] code = new int[1 << 12];
  private int size;

  /** Streams are numbered below this, and a stream schedules fewer events than the rest allows. */
  private static final int SEQUENCE_BITS = 44;

  boolean isEmpty() {
    return size == 0;
  }

  long nextNs() {
    return timeNs[0];
  }

  Actor nextActor() {
    return actor[0];
  }

  int nextCode() {
    return code[0];
  }

  void add(Stream stream, long whenNs, Actor who, int what) {
    if (size == timeNs.length) {
      grow();
    }
    long rank = (long) stream.index << SEQUENCE_BITS | stream.sequence++;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!isLess(whenNs, rank, timeNs[parent], order[parent])) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, whenNs, rank, who, what);
  }

  void removeFirst() {
    int last = --size;
    long when = timeNs[last];
    long rank = order[last];
    Actor who = actor[last];
    int what = code[last];
    actor[last] = null;
    if (last == 0) {
      return;
    }
    int hole = 0;
    for (int child = 1; child < last; child = 2 * hole + 1) {
      boolean right =
          child + 1 < last
              && isLess(timeNs[child + 1], order[child + 1], timeNs[child], order[child]);
      child += right ? 1 : 0;
      if (!isLess(timeNs[child], order[child], when, rank)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, when, rank, who, what);
  }

  private static boolean isLess(long timeA, long rankA, long timeB, long rankB) {
    return timeA < timeB || timeA == timeB && rankA < rankB;
  }

  private void move(int from, int to) {
    put(to, timeNs[from], order[from], actor[from], code[from]);
  }

  private void put(int at, long when, long rank, Actor who, int what) {
    timeNs[at] = when;
    order[at] = rank;
    actor[at] = who;
    code[at] = what;
  }

  private void grow() {
    timeNs = Arrays.copyOf(timeNs, size * 2);
    order = Arrays.copyOf(order, size * 2);
    actor = Arrays.copyOf(actor, size * 2);
    code = Arrays.copyOf(code, size * 2);
  }
}
