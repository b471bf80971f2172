package org.scrubber.detect;

import java.util.List;
import org.scrubber.batch.PacketBatch;
import org.scrubber.parse.ParseFlags;
import org.scrubber.policy.ProtectedObject;

/**
 * All mitigations, by object: a bounded list, allocated at start.
 *
 * <p>When it is full, the one that ended longest ago is forgotten; when all are active, nothing
 * more is raised, and {@link #refused} counts it. One thread.
 */
public final class Mitigations {
  /** Mitigations at most, over all objects; about 3.5 KiB each. */
  public static final int CAPACITY = 1_024;

  /** An ended mitigation is remembered this long: pulses come back (10 min). */
  static final long MEMORY_NS = 600_000_000_000L;

  /** What stays between half the threshold and the threshold is held this long. */
  private static final long WANING_NS = 45_000_000_000L;

  /** Mitigations of one object at most. */
  public static final int PER_OBJECT = 64;

  private final Mitigation[] all = new Mitigation[CAPACITY];
  final int[] counts;
  final int[][] byObject;
  final long[] vectorsLow;
  final long[] vectorsHigh;
  private long generation = 1;

  /** What the mitigations and the always-on filters were offered. */
  private final Strands strands;

  final Limits limits; // The objects' thresholds.
  final Baselines baselines; // What is normal for the objects.
  final Breadth breadth = new Breadth(); // What comes to several objects at once.

  int used;
  int window;
  long entered;

  /** Times that nothing could be raised because the list was full. */
  public long refused;

  /** Ended mitigations that judged packets and had to make room for others. */
  public long forgotten;

  int dormant; // How many are remembered, and so may be taken back.

  /** Creates the list for a policy's objects. */
  public Mitigations(List<ProtectedObject> objects) {
    int objectCount = objects.size();
    limits = new Limits(objects);
    baselines = new Baselines(limits);
    for (int k = 0; k < CAPACITY; k++) {
      all[k] = new Mitigation();
    }
    counts = new int[objectCount];
    strands = new Strands(objectCount);
    byObject = new int[objectCount][PER_OBJECT];
    vectorsLow = new long[objectCount];
    vectorsHigh = new long[objectCount];
  }

  /** Returns the strands that incidents are made of; read them on the worker's thread. */
  public Strands strands() {
    return strands;
  }

  /** Returns what is normal for the objects; read it on the worker's thread. */
  public Baselines baselines() {
    return baselines;
  }

  /** Returns how many there are or were; indices are below. */
  public int size() {
    return used;
  }

  /** Returns a mitigation by its index. */
  public Mitigation get(int index) {
    return all[index];
  }

  /** Tells whether any mitigation of the object, active or remembered, treats the vector. */
  public boolean concerns(int object, int vector) {
    return ((vector < 64 ? vectorsLow[object] : vectorsHigh[object]) >>> vector & 1) != 0;
  }

  /** Returns the index of the first mitigation in that state that treats the packet, or -1. */
  public int find(int object, int vector, int state, int family, long high, long low) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (one.state == state && one.treats(vector) && one.covers(family, high, low)) {
        return indices[k];
      }
    }
    return -1;
  }

  /** Returns a number that changes whenever a mitigation becomes active, does more, or ends. */
  public long generation() {
    return generation;
  }

  /** Returns the mitigation that is named by the vector and has exactly that target, or -1. */
  int findTarget(int object, int vector, int family, long high, long low, int length) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (one.vector == vector && one.targetLength == length && one.covers(family, high, low)) {
        return indices[k];
      }
    }
    return -1;
  }

  /**
   * Counts the object's active mitigations of targets of a length (hosts, or networks) for a vector
   * within a policy prefix.
   */
  int active(int object, int vector, int prefix, int length) {
    int targets = 0;
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      targets += isActive(all[indices[k]], vector, prefix, length) ? 1 : 0;
    }
    return targets;
  }

  private static boolean isActive(Mitigation one, int vector, int prefix, int length) {
    return one.isActive()
        && one.targetLength == length
        && one.treats(vector)
        && one.prefix == prefix;
  }

  /** Tells whether those active mitigations all lie within a network, given by its columns. */
  boolean areWithin(
      int object, int vector, int prefix, int length, long high, long low, int networkLength) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (isActive(one, vector, prefix, length)) {
        boolean within =
            one.family == 4
                ? (one.targetLow ^ low) >>> 32 - networkLength == 0
                : (one.targetHigh ^ high) >>> 64 - networkLength == 0;
        if (!within) {
          return false;
        }
      }
    }
    return true;
  }

  /** Ends those active mitigations, because one for a wider target takes over. */
  void end(int object, int vector, int prefix, int length, long nowNs) {
    int[] indices = byObject[object];
    for (int k = 0, count = counts[object]; k < count; k++) {
      Mitigation one = all[indices[k]];
      if (isActive(one, vector, prefix, length)) {
        end(one, nowNs);
        for (int at = one.firstStrand; at >= 0; at = strands.get(at).next) {
          strands.get(at).takenOver = true;
        }
      }
    }
  }

  /** Enters a new mitigation and returns its index, or -1 when there is no place. */
  int enter(int object, int vector, int family, long high, long low, int length, int prefix) {
    int index = used < CAPACITY && counts[object] < PER_OBJECT ? used++ : recycle(object);
    if (index < 0) {
      refused++;
      return -1;
    }
    byObject[object][counts[object]++] = index;
    Mitigation one = all[index];
    one.clear();
    one.number = ++entered;
    one.object = object;
    one.vector = vector;
    one.family = family;
    one.targetHigh = high;
    one.targetLow = low;
    one.targetLength = length;
    one.prefix = prefix;
    return index;
  }

  /** Takes back the mitigation that ended longest ago: the object's own when its list is full. */
  private int recycle(int forObject) {
    if (dormant == 0) {
      return -1; // Under an attack on many targets this is asked for every packet.
    }
    boolean own = counts[forObject] == PER_OBJECT;
    int oldest = -1;
    for (int k = 0, count = own ? PER_OBJECT : used; k < count; k++) {
      int index = own ? byObject[forObject][k] : k;
      Mitigation one = all[index];
      boolean ended = one.state == Mitigation.DORMANT;
      if (ended && (oldest < 0 || one.endedNs < all[oldest].endedNs)) {
        oldest = index;
      }
    }
    if (oldest >= 0) {
      unlink(oldest);
      dormant--;
      forgotten += all[oldest].ledger.packets() > 0 ? 1 : 0;
    }
    return oldest;
  }

  private void end(Mitigation one, long endedNs) {
    boolean full = one.firstStrand < 0;
    for (int at = one.firstStrand; at >= 0; at = strands.get(at).next) {
      full |= strands.get(at).full;
      strands.close(at);
    }
    one.wasFull(full);
    one.state = Mitigation.DORMANT;
    one.endedNs = endedNs;
    dormant++;
    generation++;
  }

  private void unlink(int index) {
    int object = all[index].object;
    int[] indices = byObject[object];
    int count = counts[object];
    for (int k = 0; k < count; k++) {
      if (indices[k] == index) {
        indices[k] = indices[count - 1];
        counts[object]--;
        return;
      }
    }
  }

  /**
   * Makes a mitigation active for a vector.
   *
   * @param allPps threshold of all packets where that is of those that open a flow; else 0
   * @param quietPps rate of the target's object that was no attack yet
   */
  void raise(int index, int vector, long thresholdPps, long allPps, long quietPps, long nowNs) {
    Mitigation one = all[index];
    generation++;
    if (one.state != Mitigation.ACTIVE) {
      wake(one, nowNs);
      one.state = Mitigation.ACTIVE;
      one.pulses++;
      one.raisedNs = nowNs;
      one.thresholdPps = thresholdPps;
      one.raisedBurst = Limits.burst(thresholdPps);
      one.lastBusyNs = nowNs;
    }
    one.add(vector);
    int strand = strand(one, vector);
    if (strand < 0) {
      strand = strands.open(one, vector, thresholdPps, nowNs);
      if (strand >= 0) {
        strands.get(strand).next = one.firstStrand;
        strands.get(strand).quiet(quietPps);
        strands.get(strand).allPps = allPps;
        one.firstStrand = strand;
      }
    }
    if (vector < 64) {
      vectorsLow[one.object] |= 1L << vector;
    } else {
      vectorsHigh[one.object] |= 1L << vector;
    }
  }

  /** What returns soon is the same attack; what does so after long is another, of any vectors. */
  private void wake(Mitigation one, long nowNs) {
    if (one.state != Mitigation.DORMANT) {
      return;
    }
    dormant--;
    if (nowNs - one.endedNs > MEMORY_NS) {
      one.number = ++entered;
      one.firstStrand = -1;
      one.vectorsLow = 0;
      one.vectorsHigh = 0;
      return;
    }
    int last = -1;
    for (int at = one.firstStrand; at >= 0; at = strands.get(at).next) {
      if (strands.get(at).owner != one.number) {
        if (last < 0) { // Its place was needed by another.
          one.firstStrand = -1;
        } else {
          strands.get(last).next = -1;
        }
        return;
      }
      strands.resume(at, nowNs);
      last = at;
    }
  }

  /** Returns the strand of a vector under an active mitigation, or -1. */
  int strand(Mitigation one, int vector) {
    for (int at = one.firstStrand; at >= 0; at = strands.get(at).next) {
      if (strands.get(at).vector == vector) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Books a packet that nothing speaks for under an active mitigation: in its own vector's strand,
   * or as an echo of what the mitigation is named by.
   *
   * @param leadNs how long before it the attack began, if it is the first; ns
   */
  void book(PacketBatch batch, int i, int index, long leadNs) {
    Mitigation one = all[index];
    boolean error = (batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0;
    int at = strand(one, batch.vector[i]);
    if (at < 0 && error) {
      return; // An echo of the attack: it neither adds to it nor makes it last.
    }
    at = at < 0 ? strand(one, one.vector) : at;
    if (at < 0) {
      strands.lost++;
      return;
    }
    strands.book(at, batch, i, leadNs, error);
  }

  /** Ends a window of 100 ms: rates, release after the hold time, and forgetting. */
  void closeWindow(long nowNs) {
    window++;
    strands.tick(nowNs);
    for (int index = 0; index < used; index++) {
      Mitigation one = all[index];
      if (one.state == Mitigation.ACTIVE) {
        closeWindow(one, nowNs, limits.thresholds(one.object).holdSeconds() * 1_000_000_000L);
      }
    }
  }

  private void closeWindow(Mitigation one, long nowNs, long holdNs) {
    boolean crowd = one.isAnswered();
    one.closeWindow(window);
    long fullNs = one.raisedNs;
    boolean kept = one.firstStrand >= 0;
    if (!kept && one.ratePps > 0 && one.ratePps * 2 >= one.thresholdPps && !crowd) {
      one.lastBusyNs = nowNs;
    }
    for (int at = one.firstStrand; at >= 0; at = strands.get(at).next) {
      Strand strand = strands.get(at);
      strand.roll(nowNs);
      fullNs = Math.max(fullNs, strand.lastFullNs);
      lower(one, strand, nowNs);
      if (strand.isBusy() && !crowd) {
        breadth.note(strand.vector, one.object, nowNs);
        one.lastBusyNs = Math.max(one.lastBusyNs, strand.lastClockNs);
      }
    }
    baselines.treated(one.object, nowNs);
    // Between half the threshold and the threshold may be an attack that wanes, or what is normal.
    long overNs = one.lastBusyNs + holdNs;
    long wanedNs = kept ? fullNs + Math.max(holdNs, WANING_NS) : overNs;
    long endNs = Math.min(overNs, wanedNs);
    if (nowNs + Limits.WINDOW_NS > endNs) {
      end(one, Math.min(nowNs, endNs));
      if (wanedNs < overNs) {
        one.wasFull(false); // What goes on is normal: a part of the burst says nothing then.
      }
    }
  }

  /** While a vector comes to several objects at once, each is held against a lower threshold. */
  private void lower(Mitigation one, Strand strand, long nowNs) {
    if (!breadth.isBroad(strand.vector, nowNs)) {
      return;
    }
    int counted = strand.allPps > 0 ? Limits.UDP_FLOWS : strand.vector;
    int index = baselines.find(one.object, counted, -1);
    boolean host = one.targetLength == (one.family == 4 ? 32 : 128);
    long lowPps = host ? baselines.lowHostPps(index) : baselines.lowWidePps(index);
    if (lowPps > 0) {
      strand.thresholdPps = Math.min(strand.thresholdPps, lowPps);
      one.thresholdPps = Math.min(one.thresholdPps, lowPps);
    }
  }
}
