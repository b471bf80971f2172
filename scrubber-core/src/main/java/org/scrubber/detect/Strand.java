package org.scrubber.detect;

import java.util.Arrays;
import org.scrubber.batch.Bulk;
import org.scrubber.batch.ColdPath;
import org.scrubber.batch.PacketBatch;
import org.scrubber.policy.Prefix;
import org.scrubber.state.Carrier;
import org.scrubber.table.DistinctCounter;

/**
 * One vector of attack under one mitigation, or one that an always-on filter drops: what it
 * offered, when, from how many sources and where to. It outlives its mitigation.
 *
 * <p>Rates are sums over the last second, kept in ten windows of packet time. Preallocated; written
 * by the worker's thread only.
 */
public final class Strand {
  private static final int WINDOWS = Mitigation.RATE_WINDOWS;

  /** Windows of the block that tells a steady rate from a chance second. */
  private static final int BLOCK = 10 * WINDOWS;

  /** A pulse begins after so many quiet windows; where thresholds are low, after more. */
  private static final int QUIET_WINDOWS = 5;

  private static final int QUIET_WINDOWS_LOW = 20;
  private static final int LOW_PPS = 100;

  /** What has faded to this part of the peak is over. */
  private static final int FADED_SHARE = 200;

  /** Protected object. */
  public int object;

  int prefix; // Of the policy, that its first packet was to; -1 when a reload took it away.

  /** Vector that its packets belong to. */
  public int vector;

  /** Vector that the mitigation is named by; the same, unless it is a carpet. */
  public int namedBy;

  /** IP family of its targets. */
  public int family;

  /** Upper half of the prefix under treatment, or of a first target where there is none. */
  public long targetHigh;

  /** Lower half of that. */
  public long targetLow;

  /** Length of the prefix under treatment in bits, or -1 where an always-on filter drops. */
  public int targetLength;

  /** Threshold that was passed, packets/s. */
  public long thresholdPps;

  /** Threshold of all packets where {@link #thresholdPps} is of those that open a flow; or 0. */
  long allPps;

  /** Packets that nothing speaks for. */
  public long packets;

  /** Their bytes on the wire. */
  public long bytes;

  /** First packet of the attack as far as it can be known, ns since the epoch. */
  public long startNs;

  /** Distinct sources. */
  public final DistinctCounter sources = new DistinctCounter();

  /** How many of the packets were ICMP errors: what another flood's victims send. */
  public long errors;

  /** Whether its mitigation is active. */
  public boolean open;

  int next; // The mitigation's next strand, or -1.

  /** Number of the mitigation that it belongs to, or its own: its place may become another's. */
  long owner;

  /** Whether its mitigation has ended because a wider one took over. */
  public boolean takenOver;

  /** Clock of its last packet, ns. */
  public long lastClockNs;

  long lastFullNs; // Clock of the last packet in a steady rate above the threshold.
  boolean full; // Whether a second was above the threshold since it was raised last.
  boolean risen; // Whether its rate was above what is quiet.
  long lastRisenNs; // Clock of the last packet while its rate was above what is quiet.

  private long stopNs; // Of windows that are over.
  private long windowFirstNs;
  private long quietPps;
  private long lastNs;
  private long peakPackets;
  private long peakBytes;
  private long objectPackets;
  private long objectBytes;
  private int pulses;
  private int quietWindows;
  private final Focus.OfTargets targets = new Focus.OfTargets();
  final long[] windowPackets = new long[WINDOWS];
  final long[] windowBytes = new long[WINDOWS];
  private final long[] windowOpening = new long[WINDOWS];
  private long secondOpening;
  private long secondPackets;
  private long secondBytes;
  private long window;
  private int blockWindows;
  private long blockPackets;
  private long blockOpening;
  private long blockFullNs;

  /** Forgets everything and begins in a window of the clock. */
  void begin(long nowNs) {
    packets = 0;
    bytes = 0;
    startNs = Long.MIN_VALUE;
    errors = 0;
    risen = false;
    lastRisenNs = nowNs;
    quietPps = 0;
    lastNs = Long.MIN_VALUE;
    peakPackets = 0;
    peakBytes = 0;
    objectPackets = 0;
    objectBytes = 0;
    pulses = 0;
    quietWindows = QUIET_WINDOWS_LOW;
    sources.clear();
    targets.clear();
    Arrays.fill(windowPackets, 0);
    Arrays.fill(windowBytes, 0);
    Arrays.fill(windowOpening, 0);
    secondOpening = 0;
    allPps = 0;
    secondPackets = 0;
    secondBytes = 0;
    window = nowNs / Limits.WINDOW_NS;
    lastClockNs = nowNs;
    resume(nowNs);
    next = -1;
  }

  /** Carries all of it. */
  void carry(Carrier carrier) {
    object = carrier.object(object);
    prefix = carrier.prefix(prefix);
    vector = carrier.whole(vector);
    namedBy = carrier.whole(namedBy);
    family = carrier.whole(family);
    targetHigh = carrier.word(targetHigh);
    targetLow = carrier.word(targetLow);
    targetLength = carrier.whole(targetLength);
    thresholdPps = carrier.word(thresholdPps);
    allPps = carrier.word(allPps);
    packets = carrier.word(packets);
    bytes = carrier.word(bytes);
    startNs = carrier.word(startNs);
    stopNs = carrier.word(stopNs);
    errors = carrier.word(errors);
    open = carrier.flag(open);
    next = carrier.whole(next);
    owner = carrier.word(owner);
    lastClockNs = carrier.word(lastClockNs);
    lastFullNs = carrier.word(lastFullNs);
    full = carrier.flag(full);
    takenOver = carrier.flag(takenOver);
    risen = carrier.flag(risen);
    lastRisenNs = carrier.word(lastRisenNs);
    windowFirstNs = carrier.word(windowFirstNs);
    quietPps = carrier.word(quietPps);
    lastNs = carrier.word(lastNs);
    peakPackets = carrier.word(peakPackets);
    peakBytes = carrier.word(peakBytes);
    objectPackets = carrier.word(objectPackets);
    objectBytes = carrier.word(objectBytes);
    pulses = carrier.whole(pulses);
    quietWindows = carrier.whole(quietWindows);
    carrier.words(windowPackets, 0, WINDOWS);
    carrier.words(windowBytes, 0, WINDOWS);
    carrier.words(windowOpening, 0, WINDOWS);
    secondOpening = carrier.word(secondOpening);
    secondPackets = carrier.word(secondPackets);
    secondBytes = carrier.word(secondBytes);
    window = carrier.word(window);
    blockWindows = carrier.whole(blockWindows);
    blockPackets = carrier.word(blockPackets);
    blockOpening = carrier.word(blockOpening);
    blockFullNs = carrier.word(blockFullNs);
    targets.carry(carrier);
    sources.carry(carrier);
  }

  /** Its mitigation is raised (again). */
  void resume(long nowNs) {
    open = true;
    full = false;
    takenOver = false;
    lastFullNs = nowNs;
    blockWindows = 0;
    blockPackets = 0;
    blockOpening = 0;
    blockFullNs = 0;
  }

  /** Sets the rate above which it is an attack to its first and last packet, packets/s. */
  void quiet(long pps) {
    quietPps = pps;
  }

  /**
   * Books a packet.
   *
   * @param leadNs how long before this packet the attack began, if this is the first; ns
   */
  void book(PacketBatch batch, int i, long leadNs, boolean error) {
    long timeNs = batch.timestampNs[i];
    roll(batch.clockNs[i]);
    if (startNs == Long.MIN_VALUE) {
      startNs = timeNs - leadNs;
      stopNs = timeNs;
    }
    errors += error ? 1 : 0;
    boolean opens = Evidence.opensOrStrays(batch.knowledge[i]);
    count(1, batch.wireLength[i], opens, timeNs, batch.clockNs[i]);
    sources.add(batch.sourceHash[i]);
    targets.add(family, batch.targetHigh[i], batch.targetLow[i], 1);
  }

  /** Books packets alike, of a source that has been booked before. */
  void credit(Bulk bulk) {
    roll(bulk.clockNs);
    count(bulk.packets, bulk.bytes, bulk.opens, bulk.timeNs, bulk.clockNs);
    targets.add(family, bulk.targetHigh, bulk.targetLow, bulk.packets);
  }

  private void count(long more, long moreBytes, boolean opens, long timeNs, long clockNs) {
    packets += more;
    bytes += moreBytes;
    secondPackets += more;
    secondBytes += moreBytes;
    int slot = (int) (window % WINDOWS);
    windowFirstNs = windowPackets[slot] == 0 ? timeNs : windowFirstNs;
    windowPackets[slot] += more;
    windowBytes[slot] += moreBytes;
    windowOpening[slot] += opens ? more : 0;
    secondOpening += opens ? more : 0;
    lastNs = Math.max(lastNs, timeNs);
    lastClockNs = clockNs;
  }

  /** Notes what all strands of its object together were offered in the last second. */
  void among(long packetsInSecond, long bytesInSecond) {
    objectPackets = Math.max(objectPackets, packetsInSecond);
    objectBytes = Math.max(objectBytes, bytesInSecond);
  }

  /** Ends the windows before the clock's. */
  void roll(long nowNs) {
    long to = nowNs / Limits.WINDOW_NS;
    for (int steps = 0; window < to && steps <= WINDOWS; steps++) {
      close();
    }
    window = Math.max(window, to);
  }

  private void close() {
    peakPackets = Math.max(peakPackets, secondPackets);
    peakBytes = Math.max(peakBytes, secondBytes);
    int slot = (int) (window % WINDOWS);
    long inWindow = windowPackets[slot];
    if (inWindow > 0 && isLoud()) {
      if (!risen && isStanding()) {
        rise();
      }
      risen = true;
      stopNs = lastNs;
      lastRisenNs = lastClockNs;
    }
    pulse(inWindow > 0 && reaches(inWindow * WINDOWS, windowOpening[slot] * WINDOWS, 1));
    block(inWindow, windowOpening[slot]);
    window++;
    slot = (int) (window % WINDOWS);
    secondPackets -= windowPackets[slot];
    secondBytes -= windowBytes[slot];
    secondOpening -= windowOpening[slot];
    windowOpening[slot] = 0;
    windowPackets[slot] = 0;
    windowBytes[slot] = 0;
  }

  private boolean isLoud() {
    return secondPackets > Math.max(quietPps, peakPackets / FADED_SHARE);
  }

  /** Returns the last packet of the attack, not of the hold after it, ns since the epoch. */
  public long stopNs() {
    return isLoud() ? Math.max(stopNs, lastNs) : stopNs;
  }

  /** What an always-on filter has dropped until now was background. */
  private void rise() {
    startNs = windowFirstNs;
    packets = secondPackets;
    bytes = secondBytes;
    errors = 0;
    sources.clear();
    targets.clear();
  }

  private void pulse(boolean busy) {
    if (!busy) {
      quietWindows++;
      return;
    }
    int least = thresholdPps < LOW_PPS ? QUIET_WINDOWS_LOW : QUIET_WINDOWS;
    pulses += quietWindows >= least ? 1 : 0;
    quietWindows = 0;
  }

  /** Tells whether a rate is at least so many thresholds; each is held against what it counts. */
  private boolean reaches(long all, long opening, long times) {
    return allPps == 0
        ? all >= thresholdPps * times
        : opening >= thresholdPps * times || all >= allPps * times;
  }

  /** A second above the threshold may be chance; ten of them, or one at twice, are not. */
  private void block(long inWindow, long opening) {
    blockPackets += inWindow;
    blockOpening += opening;
    if (inWindow > 0 && reaches(secondPackets, secondOpening, 1)) {
      full = true;
      blockFullNs = lastClockNs;
    }
    if (inWindow > 0 && reaches(secondPackets, secondOpening, 2)) {
      lastFullNs = lastClockNs;
    }
    if (++blockWindows == BLOCK) {
      if (reaches(blockPackets * WINDOWS / BLOCK, blockOpening * WINDOWS / BLOCK, 1)) {
        lastFullNs = Math.max(lastFullNs, blockFullNs);
      }
      blockWindows = 0;
      blockPackets = 0;
      blockOpening = 0;
    }
  }

  /** Tells whether the last second had at least half the threshold. */
  boolean isBusy() {
    return secondPackets > 0 && reaches(2 * secondPackets, 2 * secondOpening, 1);
  }

  /** Returns the highest sum of packets over a second. */
  public long peakPps() {
    return Math.max(peakPackets, secondPackets);
  }

  /** Returns the highest sum of bits over a second. */
  public long peakBps() {
    return 8 * Math.max(peakBytes, secondBytes);
  }

  /** Returns the highest sum of packets over a second of all its object's strands, while it ran. */
  public long objectPeakPps() {
    return objectPackets;
  }

  /** Returns the highest sum of bits over a second of all its object's strands, while it ran. */
  public long objectPeakBps() {
    return 8 * objectBytes;
  }

  /** Returns how often it rose above its threshold after a pause, at least 1. */
  public int pulses() {
    return Math.max(1, pulses);
  }

  /** Tells whether no mitigation holds it, but an always-on filter. */
  public boolean isStanding() {
    return targetLength < 0;
  }

  /**
   * Returns the narrowest of host, network (/24 or /64) and a prefix around that takes nearly all.
   *
   * @param around prefix under treatment, or of the policy
   */
  @ColdPath("for reports")
  public Prefix target(Prefix around) {
    return targets.narrowest(family, around);
  }
}
