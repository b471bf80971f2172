package org.scrubber.journal;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.PacketBatch;
import org.scrubber.batch.Verdict;
import org.scrubber.classify.Knowledge;
import org.scrubber.classify.Vectors;
import org.scrubber.detect.Mitigation;
import org.scrubber.detect.Mitigations;
import org.scrubber.journal.Fields.Totals;
import org.scrubber.journal.Fields.VectorTotals;

/**
 * Packets by second of packet time: of every object with traffic, and of every vector that is
 * treated or judged. Preallocated, about 12 KiB an object; one thread, that of the worker.
 */
final class Seconds {
  private static final long SECOND_NS = 1_000_000_000L;

  /** A packet may be so much older than the last one and is merely out of order. */
  private static final long DISORDER = 2;

  private static final int RST = 0x04;
  private static final int SPOKEN_FOR =
      Knowledge.ESTABLISHED | Knowledge.SOLICITED | Knowledge.COMPLETES;
  private static final int KINDS = 10;
  private static final int OFFERED = 0;
  private static final int PASSED = 2;
  private static final int DROPPED = 4;
  private static final int CHALLENGED = 6;
  private static final int MONITORED = 8;
  private static final Totals[] TOTALS = Totals.values();
  private static final VectorTotals[] VECTOR_TOTALS = VectorTotals.values();

  private final int objects;
  private final Mitigations mitigations;
  private final RecordBuffer record;
  private final EventSink sink;

  /** Packets and bytes by kind, of object 0, 1, ... and, last, of everything. */
  private final long[] byObject;

  private final long[] handshakes;
  private final long[] resets;
  private final long[] knownLost;

  /** Packets and bytes by kind, of each pair of object and vector. */
  private final long[] byVector;

  private final int[] touched;
  private int touchedCount;
  private long second = Long.MIN_VALUE;

  Seconds(int objects, Mitigations mitigations, RecordBuffer record, EventSink sink) {
    this.objects = objects;
    this.mitigations = mitigations;
    this.record = record;
    this.sink = sink;
    byObject = new long[(objects + 1) * KINDS];
    handshakes = new long[objects + 1];
    resets = new long[objects + 1];
    knownLost = new long[objects + 1];
    byVector = new long[objects * Vectors.COUNT * KINDS];
    touched = new int[objects * Vectors.COUNT];
  }

  /** Counts a judged and tallied batch; what a second came to goes out when the next one begins. */
  void update(PacketBatch batch) {
    for (int i = 0, size = batch.size; i < size; i++) {
      roll(batch.timestampNs[i]);
      count(batch, i);
    }
  }

  /** Counts packets alike that were judged elsewhere. */
  void credit(Bulk bulk) {
    roll(bulk.timeNs);
    int kind = bulk.verdict == Verdict.PASS_CODE ? PASSED : DROPPED;
    add(byObject, objects * KINDS, kind, false, bulk.packets, bulk.bytes);
    if (bulk.object < 0) {
      return;
    }
    add(byObject, bulk.object * KINDS, kind, false, bulk.packets, bulk.bytes);
    if (bulk.mitigation >= 0) {
      Mitigation by = mitigations.get(bulk.mitigation);
      int vector = by.number == bulk.number ? by.vector : bulk.vector;
      add(byVector, touch(bulk.object, vector), kind, false, bulk.packets, bulk.bytes);
    }
  }

  /** Sends out what a second came to that is over, though no packet has come since. */
  void pass(long timeNs) {
    if (second != Long.MIN_VALUE && Math.floorDiv(timeNs, SECOND_NS) > second) {
      flush();
    }
  }

  private void roll(long timeNs) {
    long at = Math.floorDiv(timeNs, SECOND_NS);
    if (at > second || at < second - DISORDER) {
      flush();
      second = at;
    }
  }

  private void count(PacketBatch batch, int i) {
    int length = batch.wireLength[i];
    int object = batch.object[i];
    boolean passed = batch.verdict[i] == Verdict.PASS_CODE;
    boolean monitored = !passed && batch.monitored[i];
    boolean challenged = batch.verdict[i] == Verdict.CHALLENGE_CODE;
    int kind = passed || monitored ? PASSED : challenged ? CHALLENGED : DROPPED;
    add(byObject, objects * KINDS, kind, monitored, 1, length);
    boolean reset = (batch.tcpFlags[i] & RST) != 0;
    resets[objects] += reset ? 1 : 0;
    int from = batch.sourceObject[i];
    if (reset && from >= 0) {
      resets[from]++;
    }
    if (object < 0) {
      return;
    }
    add(byObject, object * KINDS, kind, monitored, 1, length);
    resets[object] += reset ? 1 : 0;
    int known = batch.knowledge[i];
    int completes = (known & Knowledge.COMPLETES) != 0 ? 1 : 0;
    handshakes[object] += completes;
    handshakes[objects] += completes;
    if (kind != PASSED && (known & SPOKEN_FOR) != 0) {
      knownLost[object]++;
      knownLost[objects]++;
    }
    int mitigation = batch.mitigation[i];
    if (mitigation >= 0 || !passed) {
      int vector = mitigation >= 0 ? mitigations.get(mitigation).vector : batch.vector[i];
      add(byVector, touch(object, vector), kind, monitored, 1, length);
    }
  }

  /** Returns where a pair of object and vector is counted. */
  private int touch(int object, int vector) {
    int pair = object * Vectors.COUNT + (vector & Vectors.COUNT - 1);
    if (byVector[pair * KINDS + OFFERED] == 0) {
      touched[touchedCount++] = pair;
    }
    return pair * KINDS;
  }

  private static void add(
      long[] counts, int base, int kind, boolean monitored, long packets, long bytes) {
    counts[base + OFFERED] += packets;
    counts[base + OFFERED + 1] += bytes;
    counts[base + kind] += packets;
    counts[base + kind + 1] += bytes;
    if (monitored) {
      counts[base + MONITORED] += packets;
      counts[base + MONITORED + 1] += bytes;
    }
  }

  /** Sends out what the second came to, and begins anew. */
  void flush() {
    if (byObject[objects * KINDS] == 0) {
      return;
    }
    for (int object = 0; object <= objects; object++) {
      int base = object * KINDS;
      if (byObject[base] > 0 || resets[object] > 0) {
        record.begin(EventType.TOTALS, second * SECOND_NS);
        record.put(Totals.OBJECT, object == objects ? -1 : object);
        for (int kind = 0; kind < KINDS; kind++) {
          record.put(TOTALS[kind + 1], byObject[base + kind]);
          byObject[base + kind] = 0;
        }
        record.put(Totals.COMPLETED_HANDSHAKES, handshakes[object]);
        record.put(Totals.RESETS, resets[object]);
        record.put(Totals.KNOWN_LOST, knownLost[object]);
        record.sendTo(sink);
        handshakes[object] = 0;
        resets[object] = 0;
        knownLost[object] = 0;
      }
    }
    for (int k = 0; k < touchedCount; k++) {
      vector(touched[k]);
    }
    touchedCount = 0;
  }

  private void vector(int pair) {
    record.begin(EventType.VECTOR_TOTALS, second * SECOND_NS);
    record.put(VectorTotals.OBJECT, pair / Vectors.COUNT);
    record.put(VectorTotals.VECTOR, pair % Vectors.COUNT);
    for (int kind = 0; kind < KINDS; kind++) {
      record.put(VECTOR_TOTALS[kind + 2], byVector[pair * KINDS + kind]);
      byVector[pair * KINDS + kind] = 0;
    }
    record.sendTo(sink);
  }
}
