package org.scrubber.detect;

import org.scrubber.classify.Vectors;

/**
 * Whether a vector comes to several objects at once. An object by itself needs a threshold that no
 * chance second passes; four that rise together above a part of it are no chance, so that an attack
 * cannot hide by spreading over all that is protected. A scan by one source is none. One thread.
 */
final class Breadth {
  /** So many objects at once have one cause. */
  private static final int OBJECTS = 4;

  /** At once: within a second. */
  private static final long AT_ONCE_NS = 1_000_000_000L;

  /** Sources that it takes. */
  private static final int MIN_SOURCES = 8;

  /** One that sends half of it or more comes to everybody in turn: a scan. */
  private static final int SCAN_SHARE = 2;

  private static final long NEVER = Long.MIN_VALUE / 2;

  // The four objects that rose last, by what is counted, and when they were last seen to be up.
  private final int[] objects = new int[Vectors.COUNT * OBJECTS];
  private final long[] upNs = new long[Vectors.COUNT * OBJECTS];

  /** Sources of this second and the last one, 64 places each. */
  private final long[] sources = new long[2 * Vectors.COUNT];

  // The source that leads (Boyer and Moore 1981), by how many packets, and of how many.
  private final long[] leaders = new long[Vectors.COUNT];
  private final int[] leads = new int[Vectors.COUNT];
  private final int[] packets = new int[Vectors.COUNT];

  private long second;

  Breadth() {
    java.util.Arrays.fill(objects, -1);
    java.util.Arrays.fill(upNs, NEVER);
  }

  /** Notes that an object has more than its usual share of what is counted. */
  void note(int counted, int object, long nowNs) {
    int oldest = kind(counted) * OBJECTS;
    for (int at = oldest, end = at + OBJECTS; at < end; at++) {
      if (objects[at] == object) {
        upNs[at] = nowNs;
        return;
      }
      if (upNs[at] < upNs[oldest]) {
        oldest = at;
      }
    }
    objects[oldest] = object;
    upNs[oldest] = nowNs;
  }

  /** Notes who sends it. */
  void source(int counted, long sourceHash, long nowNs) {
    long now = nowNs / AT_ONCE_NS;
    if (now != second) {
      for (int k = 0; k < Vectors.COUNT; k++) {
        sources[2 * k + 1] = now == second + 1 ? sources[2 * k] : 0;
        sources[2 * k] = 0;
        leads[k] /= 2;
        packets[k] /= 2;
      }
      second = now;
    }
    int kind = kind(counted);
    sources[2 * kind] |= 1L << (sourceHash & 63);
    leaders[kind] = leads[kind] == 0 ? sourceHash : leaders[kind];
    leads[kind] += leaders[kind] == sourceHash ? 1 : -1;
    packets[kind]++;
  }

  /** Returns the vector of what is counted: packets that open a flow are UDP, too. */
  private static int kind(int counted) {
    return counted == Limits.UDP_FLOWS ? Vectors.UDP_FLOOD : counted;
  }

  /** Tells whether four objects have more than their usual share now, from many sources. */
  boolean isBroad(int counted, long nowNs) {
    int kind = kind(counted);
    for (int at = kind * OBJECTS, end = at + OBJECTS; at < end; at++) {
      if (nowNs - upNs[at] > AT_ONCE_NS) {
        return false;
      }
    }
    return leads[kind] * SCAN_SHARE < packets[kind]
        && Long.bitCount(sources[2 * kind] | sources[2 * kind + 1]) >= MIN_SOURCES;
  }
}
