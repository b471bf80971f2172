package org.scrubber.detect;

import org.scrubber.batch.ColdPath;
import org.scrubber.classify.Vectors;
import org.scrubber.state.Carrier;

/**
 * One (object, vector) under treatment: raised, holding, ended; and what became of it.
 *
 * <p>Allocated at start, reused when it has long ended. Written by the worker's thread only.
 */
public final class Mitigation {
  /** Never used. */
  static final int FREE = 0;

  /** Packets of the vector to the target are judged. */
  public static final int ACTIVE = 1;

  /** Over, but remembered: it comes back at a quarter of the burst. */
  public static final int DORMANT = 2;

  /** Windows that a rate is taken over: a second, so that low thresholds mean something. */
  static final int RATE_WINDOWS = 10;

  /** Answers that make 300 ms telling. */
  private static final int MANY_QUESTIONS = 8;

  /** Protected object. */
  public int object;

  /** Vector that it is named by. */
  public int vector;

  /** Vectors that it treats, as two words of bits. */
  long vectorsLow;

  long vectorsHigh;

  /** Target prefix: family 4 or 6, address columns, length in bits. */
  public int family;

  /** Upper half of the target. */
  public long targetHigh;

  /** Lower half of the target. */
  public long targetLow;

  /** Length of the target prefix. */
  public int targetLength;

  /** Policy prefix that holds the target. */
  int prefix;

  int state;

  /** Clock when raised (last time). */
  public long raisedNs;

  /** Threshold it was raised by, packets/s. */
  public long thresholdPps;

  /** Packets that the bucket held when it overflowed. */
  public long raisedBurst;

  /** How often it was raised. */
  public int pulses;

  /** Offered rate over the last second, packets/s. */
  public long ratePps;

  /** Its first strand, or -1. */
  int firstStrand;

  /** Tells it from others that had its place. */
  public long number;

  /** Whether its last pulse was none: a chance second that no later one bore out. */
  private boolean chance;

  /** Signature of the flood. */
  public final Signature signature = new Signature();

  // Offered packets that nothing speaks for, by window.
  private final long[] windows = new long[RATE_WINDOWS];
  private long windowCount;
  // Packets that ask for an answer (SYNs, UDP that opens a flow), and answers, by window.
  private final long[] asked = new long[RATE_WINDOWS];
  private final long[] answered = new long[RATE_WINDOWS];
  private long askedInSecond;
  private long answeredInSecond;
  private int slot;

  /** Whether it was raised by questions alone, so that answers can speak for all of them. */
  private boolean answerable;

  long lastBusyNs;
  long endedNs;

  // What it was when its rate was told of last.
  private int toldPulses;
  private long toldLow;
  private long toldHigh;
  private long toldPps;

  /** What became of its packets. */
  public final Ledger ledger = new Ledger();

  /** Forgets everything. */
  void clear() {
    state = FREE;
    vectorsLow = 0;
    vectorsHigh = 0;
    pulses = 0;
    toldPulses = 0;
    ratePps = 0;
    windowCount = 0;
    answerable = false;
    firstStrand = -1;
    chance = false;
    forgetAnswers();
    ledger.clear();
    signature.clear();
    java.util.Arrays.fill(windows, 0);
  }

  /** Carries all of it. */
  void carry(Carrier carrier) {
    object = carrier.object(object);
    prefix = carrier.prefix(prefix);
    vector = carrier.whole(vector);
    vectorsLow = carrier.word(vectorsLow);
    vectorsHigh = carrier.word(vectorsHigh);
    family = carrier.whole(family);
    targetHigh = carrier.word(targetHigh);
    targetLow = carrier.word(targetLow);
    targetLength = carrier.whole(targetLength);
    state = carrier.whole(state);
    raisedNs = carrier.word(raisedNs);
    thresholdPps = carrier.word(thresholdPps);
    raisedBurst = carrier.word(raisedBurst);
    pulses = carrier.whole(pulses);
    ratePps = carrier.word(ratePps);
    firstStrand = carrier.whole(firstStrand);
    number = carrier.word(number);
    chance = carrier.flag(chance);
    signature.carry(carrier);
    carrier.words(windows, 0, RATE_WINDOWS);
    windowCount = carrier.word(windowCount);
    carrier.words(asked, 0, RATE_WINDOWS);
    carrier.words(answered, 0, RATE_WINDOWS);
    askedInSecond = carrier.word(askedInSecond);
    answeredInSecond = carrier.word(answeredInSecond);
    slot = carrier.whole(slot);
    answerable = carrier.flag(answerable);
    lastBusyNs = carrier.word(lastBusyNs);
    endedNs = carrier.word(endedNs);
    ledger.carry(carrier);
  }

  /** Returns how many packets above a threshold, packets/s, raise a mitigation at once. */
  public static long burst(long thresholdPps) {
    return Limits.burst(thresholdPps);
  }

  /** Tells whether it judges packets now. */
  public boolean isActive() {
    return state == ACTIVE;
  }

  /** Tells whether it is active, still the one of that number, and its packets are no crowd's. */
  public boolean isUnderWay(long ofNumber) {
    return number == ofNumber && isActive() && !isAnswered();
  }

  /** Tells whether it treats a vector. */
  boolean treats(int ofVector) {
    return ((ofVector < 64 ? vectorsLow : vectorsHigh) >>> ofVector & 1) != 0;
  }

  /** Returns the set of vectors below 64 that it treats, as bits. */
  public long vectorsLow() {
    return vectorsLow;
  }

  /** Returns the set of vectors from 64 on that it treats, as bits. */
  public long vectorsHigh() {
    return vectorsHigh;
  }

  /** Returns the names of the vectors that it treats, for people. */
  @ColdPath("for reports")
  public String treated() {
    StringBuilder names = new StringBuilder();
    for (int id = 0; id < Vectors.COUNT; id++) {
      if (treats(id)) {
        names.append(names.isEmpty() ? "" : ", ").append(Vectors.name(id));
      }
    }
    return names.toString();
  }

  /** Makes it treat a vector. */
  void add(int ofVector) {
    if (ofVector < 64) {
      vectorsLow |= 1L << ofVector;
    } else {
      vectorsHigh |= 1L << ofVector;
    }
  }

  /** Tells whether an address (columns as in PacketBatch) lies in its target. */
  boolean covers(int ofFamily, long high, long low) {
    if (ofFamily != family) {
      return false;
    }
    if (ofFamily == 4) {
      return targetLength == 0 || (low ^ targetLow) >>> 32 - targetLength == 0;
    }
    int upper = Math.min(targetLength, 64);
    int lower = targetLength - upper;
    return (upper == 0 || (high ^ targetHigh) >>> 64 - upper == 0)
        && (lower == 0 || (low ^ targetLow) >>> 64 - lower == 0);
  }

  /** Counts an offered packet that nothing speaks for. */
  void offer() {
    windowCount++;
  }

  /** Counts so many of them at once. */
  void offer(long packets) {
    windowCount += packets;
  }

  /** Begins to weigh answers anew: the mitigation is raised, by questions alone or by more. */
  void weighAnswers(boolean byQuestionsAlone) {
    answerable = byQuestionsAlone;
    forgetAnswers();
  }

  private void forgetAnswers() {
    askedInSecond = 0;
    answeredInSecond = 0;
    java.util.Arrays.fill(asked, 0);
    java.util.Arrays.fill(answered, 0);
  }

  /** Counts a SYN, or a UDP packet that opens a flow. */
  void ask() {
    asked[slot]++;
    askedInSecond++;
  }

  /** Counts so many questions at once. */
  void ask(long packets) {
    asked[slot] += packets;
    askedInSecond += packets;
  }

  /** Counts a handshake that completed, or the first answer on a UDP flow. */
  void answer() {
    answered[slot]++;
    answeredInSecond++;
  }

  /**
   * Tells whether four of five questions were answered, over the last second or, when there are
   * many, over the last 300 ms: then this is a crowd that is served, and no flood, however steep it
   * is and however long answers take.
   */
  boolean isAnswered() {
    return answerable
        && answeredInSecond > 0
        && (isMost(answeredInSecond, askedInSecond, 1)
            || isMost(recent(answered), recent(asked), MANY_QUESTIONS));
  }

  private static boolean isMost(long answers, long questions, long least) {
    return answers >= least && answers * 5 >= questions * 4;
  }

  private long recent(long[] counts) {
    int before = (slot + RATE_WINDOWS - 1) % RATE_WINDOWS;
    return counts[slot] + counts[before] + counts[(before + RATE_WINDOWS - 1) % RATE_WINDOWS];
  }

  /** Notes when it ends whether its last pulse was one. */
  void wasFull(boolean full) {
    chance = !full;
  }

  /** Tells whether it returns at a part of the burst: not when it last did so by chance. */
  boolean returnsEasily() {
    return !chance;
  }

  /** Ends a window of 100 ms: the rate of the last second. */
  void closeWindow(int window) {
    slot = (window + 1) % RATE_WINDOWS;
    askedInSecond -= asked[slot];
    answeredInSecond -= answered[slot];
    asked[slot] = 0;
    answered[slot] = 0;
    windows[window % RATE_WINDOWS] = windowCount;
    windowCount = 0;
    long sum = 0;
    for (long count : windows) {
      sum += count;
    }
    ratePps = sum;
  }

  /**
   * Returns the rate to tell of: the same to whoever asks, until it is raised again or treats other
   * vectors.
   */
  public long toldPps() {
    if (toldPulses != pulses || toldLow != vectorsLow || toldHigh != vectorsHigh) {
      toldPulses = pulses;
      toldLow = vectorsLow;
      toldHigh = vectorsHigh;
      toldPps = shownPps();
    }
    return toldPps;
  }

  /** Returns the rate to show beside a verdict: of the last second, or of this window if higher. */
  public long shownPps() {
    return Math.max(ratePps, windowCount * RATE_WINDOWS);
  }
}
