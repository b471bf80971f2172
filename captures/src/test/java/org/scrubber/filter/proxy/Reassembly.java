package org.scrubber.filter.proxy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an end has received: in order, and beyond gaps. Offsets count from the first byte. */
final class Reassembly {
  private static final int MOST_BLOCKS = 3;

  final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final TreeMap<Integer, byte[]> early = new TreeMap<>();

  int size() {
    return received.size();
  }

  boolean hasGaps() {
    return !early.isEmpty();
  }

  void take(int at, byte[] payload) {
    if (payload.length > 0) {
      early.merge(at, payload, (a, b) -> a.length > b.length ? a : b);
    }
    while (!early.isEmpty() && early.firstKey() <= received.size()) {
      Map.Entry<Integer, byte[]> first = early.pollFirstEntry();
      int skip = received.size() - first.getKey();
      if (skip < first.getValue().length) {
        received.write(first.getValue(), skip, first.getValue().length - skip);
      }
    }
  }

  /** Returns the edges of what lies beyond gaps, as many as an option has room for. */
  List<Integer> edges() {
    List<Integer> edges = new ArrayList<>();
    for (Map.Entry<Integer, byte[]> one : early.entrySet()) {
      if (edges.size() < 2 * MOST_BLOCKS) {
        edges.add(one.getKey());
        edges.add(one.getKey() + one.getValue().length);
      }
    }
    return edges;
  }
}
