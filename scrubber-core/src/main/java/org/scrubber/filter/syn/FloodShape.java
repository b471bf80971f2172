package org.scrubber.filter.syn;

import org.scrubber.batch.PacketBatch;
import org.scrubber.detect.Mitigations;
import org.scrubber.state.Inventory;
import org.scrubber.state.Wholes;
import org.scrubber.state.Words;

/**
 * Which looks make up the flood that each mitigation treats: those with a tenth or more of the SYNs
 * of unproven sources, sample by sample.
 *
 * <p>A sample counts with 16 counters (Misra and Gries 1982), which err low only. A look that was
 * heavy stays so until it was not seen for 30 s of packet time. All of it is forgotten by time,
 * never by event, so that it does not matter when a mitigation's place is taken by another. One
 * thread.
 */
public final class FloodShape {
  /** No sample is complete: nothing can be told apart yet. */
  public static final int LEARNING = 0;

  /** The look is none of the flood's. */
  public static final int LIGHT = 1;

  /** The look makes up a large part of the flood. */
  public static final int HEAVY = 2;

  private static final int COUNTERS = 16;
  private static final int HEAVIES = 8;
  private static final int FIRST_SAMPLE = 64;
  private static final int SAMPLE = 256;
  private static final int SHARE = 10;
  private static final long MEMORY_NS = 30_000_000_000L;

  /** In this time a real client completes a handshake, after a retransmission if need be. */
  private static final long SETTLED_NS = 3_000_000_000L;

  private static final int SETTLED_SYNS = 1_000;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final long[] looks = new long[Mitigations.CAPACITY * COUNTERS];
  private final int[] counts = new int[Mitigations.CAPACITY * COUNTERS];
  private final int[] sampled = new int[Mitigations.CAPACITY];
  private final long[] sampledNs = new long[Mitigations.CAPACITY];

  private final long[] heavy = new long[Mitigations.CAPACITY * HEAVIES];
  private final long[] heavySinceNs = new long[Mitigations.CAPACITY * HEAVIES];
  private final long[] heavyLastNs = new long[Mitigations.CAPACITY * HEAVIES];
  private final int[] heavySyns = new int[Mitigations.CAPACITY * HEAVIES];

  /** Allocates room for all mitigations. */
  public FloodShape() {
    java.util.Arrays.fill(sampledNs, NEVER);
    java.util.Arrays.fill(heavyLastNs, NEVER);
  }

  /** Returns memory in use, bytes. */
  public long sizeBytes() {
    return looks.length * 12L + sampled.length * 12L + heavy.length * 28L;
  }

  /** Lists what lasts. */
  public void list(Inventory inventory) {
    inventory.add("syn.sampled-looks", new Words(looks));
    inventory.add("syn.sampled-counts", new Wholes(counts));
    inventory.add("syn.sampled", new Wholes(sampled));
    inventory.add("syn.sampled-at", new Words(sampledNs));
    inventory.add("syn.heavy", new Words(heavy));
    inventory.add("syn.heavy-since", new Words(heavySinceNs));
    inventory.add("syn.heavy-last", new Words(heavyLastNs));
    inventory.add("syn.heavy-syns", new Wholes(heavySyns));
  }

  /** Counts the SYN of an unproven source under its mitigation, and says what its look is. */
  public int weigh(PacketBatch batch, int i, long look) {
    int index = batch.mitigation[i];
    long now = batch.clockNs[i];
    int at = find(index, look, now);
    if (at >= 0) {
      heavyLastNs[at] = now; // A flood that wanes is still the flood.
      heavySyns[at] = Math.min(SETTLED_SYNS, heavySyns[at] + 1);
    }
    count(index * COUNTERS, look);
    boolean learned = now - sampledNs[index] <= MEMORY_NS;
    if (++sampled[index] >= (learned ? SAMPLE : FIRST_SAMPLE)) {
      close(index, now);
      return look(batch, i, look);
    }
    return at >= 0 ? HEAVY : learned ? LIGHT : LEARNING;
  }

  /** Says what the look of a SYN is, without counting it. */
  public int look(PacketBatch batch, int i, long look) {
    int index = batch.mitigation[i];
    if (find(index, look, batch.clockNs[i]) >= 0) {
      return HEAVY;
    }
    return batch.clockNs[i] - sampledNs[index] <= MEMORY_NS ? LIGHT : LEARNING;
  }

  /**
   * Tells whether a look has been heavy long and often enough that, of a real stack, some
   * connection would have been seen by now.
   */
  public boolean isSettled(PacketBatch batch, int i, long look) {
    int at = find(batch.mitigation[i], look, batch.clockNs[i]);
    return at >= 0
        && heavySyns[at] >= SETTLED_SYNS
        && batch.clockNs[i] - heavySinceNs[at] >= SETTLED_NS;
  }

  private int find(int index, long look, long now) {
    long[] h = heavy;
    int at = index * HEAVIES;
    for (int way = 0; way < HEAVIES; way++, at++) {
      if (h[at] == look && now - heavyLastNs[at] <= MEMORY_NS) {
        return at;
      }
    }
    return -1;
  }

  private void count(int from, long look) {
    long[] l = looks;
    int[] c = counts;
    int free = -1;
    for (int way = 0, at = from; way < COUNTERS; way++, at++) {
      if (l[at] == look && c[at] > 0) {
        c[at]++;
        return;
      }
      free = c[at] == 0 ? at : free;
    }
    if (free >= 0) {
      l[free] = look;
      c[free] = 1;
      return;
    }
    for (int way = 0; way < COUNTERS; way++) {
      c[from + way]--;
    }
  }

  private void close(int index, long now) {
    int least = sampled[index] / SHARE;
    for (int at = index * COUNTERS, end = at + COUNTERS; at < end; at++) {
      if (counts[at] > least) {
        enter(index, looks[at], now);
      }
      counts[at] = 0;
    }
    sampled[index] = 0;
    sampledNs[index] = now;
  }

  private void enter(int index, long look, long now) {
    int at = find(index, look, now);
    if (at < 0) {
      at = index * HEAVIES;
      for (int other = at + 1; other < (index + 1) * HEAVIES; other++) {
        at = heavyLastNs[other] < heavyLastNs[at] ? other : at;
      }
      heavy[at] = look;
      heavySinceNs[at] = now;
      heavySyns[at] = 0;
    }
    heavyLastNs[at] = now;
  }
}
