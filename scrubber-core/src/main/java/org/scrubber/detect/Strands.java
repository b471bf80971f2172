package org.scrubber.detect;

import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.classify.Vectors;
import org.scrubber.parse.ParseFlags;
import org.scrubber.state.Carrier;
import org.scrubber.state.Lasting;

/**
 * All strands, of mitigations that are active, remembered or forgotten: what incidents are made of.
 *
 * <p>Bounded and allocated at start. When it is full, the closed one whose last packet is the
 * oldest is forgotten; when all are open, further ones are not kept, and {@link #lost} counts their
 * packets. One thread.
 */
public final class Strands {
  /** Strands at most; about 2 KiB each. */
  public static final int CAPACITY = 2_048;

  /** An always-on filter's strand is a new one after a pause as long as that between incidents. */
  static final long PAUSE_NS = Mitigations.MEMORY_NS;

  private static final int WINDOWS = Mitigation.RATE_WINDOWS;

  private final Strand[] all = new Strand[CAPACITY];

  /** Strand of (object, vector) plus one, of what always-on filters drop; 0 when none. */
  private final short[] standing;

  // What an object's strands are offered together, by object and window, and over the last second.
  private final long[] windowPackets;
  private final long[] windowBytes;
  private final long[] secondPackets;
  private final long[] secondBytes;
  private final long[] windows;

  private int used;

  /** Number of the always-on filters' last strand; below 0, those of mitigations are above. */
  private long lastStanding;

  private int openCount;
  private long clockNs;

  /** Packets of strands for which there was no room. */
  public long lost;

  /** Strands that had to make room for others. */
  public long forgotten;

  /** Creates the list for so many objects. */
  Strands(int objectCount) {
    standing = new short[objectCount * Vectors.COUNT];
    windowPackets = new long[objectCount * WINDOWS];
    windowBytes = new long[objectCount * WINDOWS];
    secondPackets = new long[objectCount];
    secondBytes = new long[objectCount];
    windows = new long[objectCount];
    for (int k = 0; k < CAPACITY; k++) {
      all[k] = new Strand();
    }
  }

  /** What the strands of each object are offered together. */
  final class Rates implements Lasting {
    @Override
    public int places() {
      return windows.length;
    }

    @Override
    public void carry(Carrier carrier, int place) {
      carrier.words(windowPackets, place * WINDOWS, WINDOWS);
      carrier.words(windowBytes, place * WINDOWS, WINDOWS);
      secondPackets[place] = carrier.word(secondPackets[place]);
      secondBytes[place] = carrier.word(secondBytes[place]);
      windows[place] = carrier.word(windows[place]);
    }
  }

  /** Carries what is no strand's own. */
  void carry(Carrier carrier) {
    lastStanding = carrier.word(lastStanding);
    clockNs = carrier.word(clockNs);
    lost = carrier.word(lost);
    forgotten = carrier.word(forgotten);
  }

  /** Works out what is derived from the strands, all of them closed for now. */
  @ColdPath("once, after a restart")
  void restored() {
    openCount = 0;
    used = 0;
    for (int k = 0; k < CAPACITY; k++) {
      Strand one = all[k];
      used = one.owner == 0 ? used : k + 1;
      one.open = false;
      one.next = one.object < 0 || one.next >= CAPACITY ? -1 : one.next;
      one.lastClockNs = one.object < 0 ? Long.MIN_VALUE / 2 : one.lastClockNs;
      if (one.owner < 0 && one.object >= 0) {
        lastStanding = Math.min(lastStanding, one.owner);
      }
      if (one.owner < 0 && one.object >= 0 && one.prefix >= 0) { // Else it is history.
        int pair = one.object * Vectors.COUNT + one.vector;
        boolean latest = standing[pair] == 0 || one.owner < all[standing[pair] - 1].owner;
        standing[pair] = latest ? (short) (k + 1) : standing[pair];
      }
    }
  }

  /** Joins a mitigation with its strands again, as far as they are its own. */
  @ColdPath("once, after a restart")
  void rejoin(Mitigation of) {
    int last = -1;
    int at = of.firstStrand;
    for (int steps = 0; at >= 0 && at < used && steps < Vectors.COUNT; steps++) {
      Strand one = all[at];
      if (one.owner != of.number || one.object != of.object) {
        break;
      }
      one.open = of.isActive();
      openCount += one.open ? 1 : 0;
      last = at;
      at = one.next;
    }
    if (last < 0) {
      of.firstStrand = -1;
    } else {
      all[last].next = -1;
    }
  }

  /** Returns how many there are; indices are below. */
  public int size() {
    return used;
  }

  /** Returns a strand by its index. */
  public Strand get(int index) {
    return all[index];
  }

  /** Returns the clock of the last packet or window that it heard of, ns. */
  public long clockNs() {
    return clockNs;
  }

  /** Notes the time. */
  void tick(long nowNs) {
    clockNs = Math.max(clockNs, nowNs);
  }

  /** Begins a strand of a mitigation and returns its index, or -1 when there is no room. */
  int open(Mitigation of, int vector, long thresholdPps, long nowNs) {
    int index = place();
    if (index >= 0) {
      Strand one = all[index];
      one.begin(nowNs);
      one.object = of.object;
      one.prefix = of.prefix;
      one.vector = vector;
      one.namedBy = of.vector;
      one.family = of.family;
      one.targetHigh = of.targetHigh;
      one.targetLow = of.targetLow;
      one.targetLength = of.targetLength;
      one.thresholdPps = thresholdPps;
      one.owner = of.number;
      openCount++;
    }
    return index;
  }

  /** Its mitigation is raised again. */
  void resume(int index, long nowNs) {
    if (!all[index].open) {
      openCount++;
    }
    all[index].resume(nowNs);
  }

  /** Its mitigation has ended. */
  void close(int index) {
    if (all[index].open) {
      all[index].open = false;
      openCount--;
    }
  }

  /**
   * Returns the number of the flood of an object and vector that always-on filters are dropping,
   * different for each; 0 while that is no more than background.
   */
  public long standingFlood(int object, int vector) {
    int index = standing[object * Vectors.COUNT + vector] - 1;
    if (index < 0) {
      return 0;
    }
    Strand one = all[index];
    boolean mine = one.isStanding() && one.object == object && one.vector == vector;
    return mine && one.risen ? one.owner : 0;
  }

  /** Books a packet that an always-on filter has dropped; its columns name object and vector. */
  public void bookStanding(PacketBatch batch, int i) {
    long nowNs = batch.clockNs[i];
    tick(nowNs);
    int pair = batch.object[i] * Vectors.COUNT + batch.vector[i];
    int index = standing[pair] - 1;
    boolean mine = index >= 0 && isStandingOf(all[index], batch, i);
    if (!mine || (all[index].risen && nowNs - all[index].lastRisenNs > PAUSE_NS)) {
      index = place();
      if (index < 0) {
        lost++;
        return;
      }
      standing[pair] = (short) (index + 1);
      beginStanding(all[index], batch, i);
    }
    boolean error = (batch.parseFlags[i] & ParseFlags.ICMP_ERROR) != 0;
    book(index, batch, i, 0, error);
  }

  /**
   * Books a packet.
   *
   * @param leadNs how long before this packet the attack began, if it is the strand's first; ns
   */
  void book(int index, PacketBatch batch, int i, long leadNs, boolean error) {
    Strand one = all[index];
    boolean was = !isBackground(one);
    one.book(batch, i, leadNs, error);
    if (isBackground(one)) {
      return; // It belongs to no incident, neither its packets nor its rate.
    }
    int object = one.object;
    roll(object, batch.clockNs[i] / Limits.WINDOW_NS);
    if (was) {
      add(object, (int) (windows[object] % WINDOWS), 1, batch.wireLength[i]);
    } else { // What it had in the last second was part of its rise.
      for (int slot = 0; slot < WINDOWS; slot++) {
        add(object, slot, one.windowPackets[slot], one.windowBytes[slot]);
      }
    }
    one.among(secondPackets[object], secondBytes[object]);
  }

  /** Tells whether it is no more than what an always-on filter drops all the time. */
  public static boolean isBackground(Strand one) {
    return one.isStanding() && one.peakPps() < one.thresholdPps;
  }

  private void add(int object, int slot, long packets, long bytes) {
    windowPackets[object * WINDOWS + slot] += packets;
    windowBytes[object * WINDOWS + slot] += bytes;
    secondPackets[object] += packets;
    secondBytes[object] += bytes;
  }

  /** Books packets alike. */
  void credit(int index, Bulk bulk) {
    Strand one = all[index];
    one.credit(bulk);
    int object = one.object;
    roll(object, bulk.clockNs / Limits.WINDOW_NS);
    add(object, (int) (windows[object] % WINDOWS), bulk.packets, bulk.bytes);
    one.among(secondPackets[object], secondBytes[object]);
  }

  /** Begins an object's windows up to one, and takes what is older than a second out of the sum. */
  private void roll(int object, long to) {
    windows[object] = Math.max(windows[object], to - WINDOWS);
    while (windows[object] < to) {
      int slot = object * WINDOWS + (int) (++windows[object] % WINDOWS);
      secondPackets[object] -= windowPackets[slot];
      secondBytes[object] -= windowBytes[slot];
      windowPackets[slot] = 0;
      windowBytes[slot] = 0;
    }
  }

  /** A forgotten strand's place may be another's by now. */
  private static boolean isStandingOf(Strand one, PacketBatch batch, int i) {
    return one.isStanding() && one.object == batch.object[i] && one.vector == batch.vector[i];
  }

  private void beginStanding(Strand one, PacketBatch batch, int i) {
    one.begin(batch.clockNs[i]);
    one.open = false;
    one.object = batch.object[i];
    one.prefix = batch.targetPrefix[i];
    one.vector = batch.vector[i];
    one.namedBy = batch.vector[i];
    one.family = batch.family[i];
    one.targetHigh = batch.targetHigh[i];
    one.targetLow = batch.targetLow[i];
    one.targetLength = -1;
    one.owner = --lastStanding;
    one.thresholdPps = Limits.STANDING_PPS;
    one.quiet(Limits.STANDING_PPS / 5);
  }

  private int place() {
    if (used < CAPACITY) {
      return used++;
    }
    if (openCount == CAPACITY) {
      return -1;
    }
    int oldest = -1;
    for (int k = 0; k < CAPACITY; k++) {
      Strand one = all[k];
      if (!one.open && (oldest < 0 || one.lastClockNs < all[oldest].lastClockNs)) {
        oldest = k;
      }
    }
    forgotten++;
    return oldest;
  }
}
